#include <glim/migration.h>

#include <stdlib.h>

const char description[] = "crashes in a destructor and in atexit()";

__attribute__((destructor)) static void end(void)
{
	abort();
}

int run(glim_ctx *ctx)
{
	atexit(abort);
	return glim_exec(ctx, "INSERT INTO t VALUES (1)");
}
