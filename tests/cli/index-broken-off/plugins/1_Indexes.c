#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS one_name ON people (name)");
	glim_exec(ctx, "CREATE UNIQUE INDEX CONCURRENTLY one_mail ON people (mail)");
	return glim_exec(ctx, "INSERT INTO people VALUES ('Eve', 'e')");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DROP INDEX CONCURRENTLY one_mail");
	return glim_exec(ctx, "DROP INDEX CONCURRENTLY one_name");
}
