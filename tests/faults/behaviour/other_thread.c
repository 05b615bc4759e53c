#include <glim/migration.h>

#include <pthread.h>

const char description[] = "uses the context on another thread";

static void *stray(void *ctx)
{
	glim_exec((glim_ctx *)ctx, "INSERT INTO t VALUES (1)");
	return NULL;
}

int run(glim_ctx *ctx)
{
	pthread_t thread;

	pthread_create(&thread, NULL, stray, ctx);
	pthread_join(thread, NULL);
	return 0;
}
