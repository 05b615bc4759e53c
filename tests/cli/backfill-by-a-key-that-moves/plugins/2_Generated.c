#include "add.h"

int run(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "g", .key = "g", .columns = "v", .writes = "v",
			     .row = add, .page_rows = 1);
}
