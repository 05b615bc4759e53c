#include <glim/migration.h>

GLIM_OPTIONS(.rebuilds = 1);

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM parents WHERE id = 2");
}
