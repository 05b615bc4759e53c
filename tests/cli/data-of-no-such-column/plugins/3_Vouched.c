#include <glim/data.h>

int run(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "t", .key = "di", .key_vouched = 1, .set = "name = 'x'");
}
