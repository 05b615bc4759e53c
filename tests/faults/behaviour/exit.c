#include <glim/migration.h>

#include <stdlib.h>

const char description[] = "calls exit(0)";

int run(glim_ctx *ctx)
{
	(void)ctx;
	exit(0);
}
