#include <glim/migration.h>

const char description[] = "commits where no rule looks";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	glim_exec(ctx, "EXECUTE IMMEDIATE CONCAT('COM', 'MIT')");
	glim_exec(ctx, "INSERT INTO t VALUES (2)");
	return glim_fail(ctx, "and now fails");
}
