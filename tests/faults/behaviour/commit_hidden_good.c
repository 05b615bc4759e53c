#include <glim/migration.h>

const char description[] = "is commit_hidden, corrected";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	glim_exec(ctx, "EXECUTE IMMEDIATE CONCAT('COM', 'MIT')");
	return glim_exec(ctx, "INSERT INTO t VALUES (2)");
}
