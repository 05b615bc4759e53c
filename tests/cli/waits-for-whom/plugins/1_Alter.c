#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "ALTER TABLE busy ADD y INT");
}
