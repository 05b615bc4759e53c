#include "add.h"

int run(glim_ctx *ctx)
{
	if (strcmp(glim_driver(ctx), "sqlite") != 0)
		return glim_fail(ctx, "only SQLite has a rowid");
	return glim_backfill(ctx, .table = "o", .key = "id", .columns = "id", .writes = "OID",
			     .row = add, .page_rows = 1);
}
