#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE t (x INT)");
	glim_begin(ctx);
	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	glim_fail(ctx, "not so");
	glim_rollback(ctx);
	glim_clear(ctx);
	glim_exec(ctx, "INSERT INTO t VALUES (2)");
	return glim_exec(ctx, "ALTER TABLE missing ADD y INT");
}
