#include <glim/data.h>

int run(glim_ctx *ctx)
{
	if (strcmp(glim_driver(ctx), "sqlite") != 0)
		return glim_fail(ctx, "only SQLite has a rowid");
	return glim_backfill(ctx, .table = "o", .key = "rowid", .set = "id = id + 1000");
}
