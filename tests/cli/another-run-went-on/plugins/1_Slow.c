#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE t (x INT)");
	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	return glim_exec(ctx, "DO SLEEP(1.5)");
}
