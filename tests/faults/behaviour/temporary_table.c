#include <glim/migration.h>

const char description[] = "leaves a temporary table behind";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TEMPORARY TABLE left_behind (n INTEGER)");
	glim_exec(ctx, "INSERT INTO left_behind VALUES (1)");
	return glim_exec(ctx, "INSERT INTO t SELECT n FROM left_behind");
}
