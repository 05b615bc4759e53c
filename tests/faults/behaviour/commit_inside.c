#include <glim/migration.h>

const char description[] = "commits";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	glim_exec(ctx, " /* quietly */ commit ;");
	glim_exec(ctx, "INSERT INTO t VALUES (2)");
	return 0;
}
