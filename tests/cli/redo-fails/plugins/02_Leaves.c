#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO authors VALUES (6, 'Once')");
}

/* Leaves the row, so that a second run fails. */
int rollback(glim_ctx *ctx)
{
	return glim_flush(ctx);
}
