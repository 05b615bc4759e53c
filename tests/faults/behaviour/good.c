#include <glim/migration.h>

const char description[] = "does what it should";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO t VALUES (1)");
}
