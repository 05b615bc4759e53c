#include <glim/migration.h>

#include <stdlib.h>

const char description[] = "calls abort()";

int run(glim_ctx *ctx)
{
	(void)ctx;
	abort();
}
