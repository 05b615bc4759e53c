#include "add.h"

int run(glim_ctx *ctx)
{
	if (strcmp(glim_driver(ctx), "mysql") != 0)
		return glim_fail(ctx, "only MariaDB has such columns");
	return glim_backfill(ctx, .table = "o", .key = "t, id", .columns = "v", .writes = "v",
			     .row = add, .page_rows = 1);
}
