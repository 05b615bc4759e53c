#include <glim/migration.h>

const char description[] = "fills in the years";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "UPDATE books SET year = 2015 + id");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "UPDATE books SET year = NULL");
}
