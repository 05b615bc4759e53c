#include <stdio.h>

#include <glim/migration.h>

__attribute__((constructor)) static void begin(void)
{
	puts("Second is loaded");
}

int run(glim_ctx *ctx)
{
	puts("Second runs");
	return glim_exec(ctx, "INSERT INTO crates VALUES (1)");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM crates");
}
