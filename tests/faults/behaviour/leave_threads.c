#include <glim/migration.h>

#include <pthread.h>
#include <unistd.h>

const char description[] = "leaves threads running";

static void *stay(void *nothing)
{
	for (;;)
		pause();
	return nothing;
}

int run(glim_ctx *ctx)
{
	pthread_t thread;

	(void)ctx;
	for (int i = 0; i < 8; i++)
		pthread_create(&thread, NULL, stay, NULL);
	return 0;
}
