#include <glim/migration.h>

const char description[] = "creates the authors table";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(40))");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE authors");
}
