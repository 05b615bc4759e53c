#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO crates VALUES (1)");
	return glim_fail(ctx, "stops here");
}

int rollback(glim_ctx *ctx)
{
	(void)ctx;
	return 0;
}
