#include <glim/data.h>

int run(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "replaces", .key = "id", .set = "v = 'a'");
}
