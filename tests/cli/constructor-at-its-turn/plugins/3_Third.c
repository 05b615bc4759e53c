#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO nothing VALUES (1)");
}
