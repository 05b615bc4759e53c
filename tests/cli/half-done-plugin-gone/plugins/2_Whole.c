#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO nowhere VALUES (1)");
}
