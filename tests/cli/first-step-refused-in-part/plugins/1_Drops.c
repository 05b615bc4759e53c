#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE a, never_made");
}
