#include <glim/migration.h>

const char description[] = "returns 42";

int run(glim_ctx *ctx)
{
	(void)ctx;
	return 42;
}
