#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO safe VALUES (enters())");
	return glim_fail(ctx, "stops here");
}

int rollback(glim_ctx *ctx)
{
	(void)ctx;
	return 0;
}
