#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE parent (id INT PRIMARY KEY)");
	glim_exec(ctx, "CREATE TABLE child (id INT REFERENCES parent (id))");
	return glim_exec(ctx, "ALTER TABLE missing ADD y INT");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE parent");
}
