#include "add.h"

int run(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "g", .key = "g", .columns = "v", .writes = "v",
			     .row = add, .key_vouched = 1);
}
