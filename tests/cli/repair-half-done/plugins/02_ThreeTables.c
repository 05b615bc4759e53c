#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE three (id INT)");
	return glim_exec(ctx, "CREATE TABLE four (id NOTHING)");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE three");
}
