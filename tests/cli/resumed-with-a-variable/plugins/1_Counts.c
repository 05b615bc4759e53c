#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "SET @n = (SELECT count(*) FROM t)");
	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	glim_exec(ctx, "ALTER TABLE missing ADD y INT");
	return glim_exec(ctx, "INSERT INTO seen VALUES (@n)");
}
