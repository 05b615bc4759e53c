#include <glim/migration.h>

const char description[] = "has a NUL byte in a statement";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO t VALUES (1)\0; DROP TABLE t");
}
