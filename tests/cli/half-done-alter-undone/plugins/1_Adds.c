#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "ALTER TABLE t ADD a INT");
	return glim_exec(ctx, "ALTER TABLE t ADD b INT, ADD a INT");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "ALTER TABLE t DROP COLUMN b, DROP COLUMN a");
}
