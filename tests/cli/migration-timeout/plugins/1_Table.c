#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "CREATE TABLE t (x INTEGER)");
}
