#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE one (id INTEGER)");
	glim_exec(ctx, "CREATE TABLE two (id INTEGER)");
	return glim_exec(ctx, "INSERT INTO nowhere VALUES (1)");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DROP TABLE two");
	return glim_exec(ctx, "DROP TABLE one");
}
