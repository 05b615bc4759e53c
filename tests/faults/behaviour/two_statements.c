#include <glim/migration.h>

const char description[] = "sends two statements in one call";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
}
