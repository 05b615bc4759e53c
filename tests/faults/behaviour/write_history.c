#include <glim/migration.h>

const char description[] = "writes to the history";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM glim_migrations");
}
