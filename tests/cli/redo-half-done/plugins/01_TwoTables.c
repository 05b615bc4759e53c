#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE one (id INT)");
	return glim_exec(ctx, "CREATE TABLE two (id NOTHING)");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE one");
}
