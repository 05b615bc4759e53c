#include <stdio.h>

#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	puts("First runs");
	return glim_exec(ctx, "CREATE TABLE crates (id INTEGER)");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE crates");
}
