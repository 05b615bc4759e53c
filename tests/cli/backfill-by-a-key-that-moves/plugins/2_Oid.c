#include <glim/data.h>

static int calls;

static int add(glim_rows *row, void *data)
{
	(void)data;
	if (++calls > 20)
		return glim_fail(row->ctx, "it does not end");
	return glim_put(row, glim_int(glim_get_int(row, 0) + 100));
}

int run(glim_ctx *ctx)
{
	if (strcmp(glim_driver(ctx), "sqlite") != 0)
		return glim_fail(ctx, "only SQLite has a rowid");
	return glim_backfill(ctx, .table = "o", .key = "id", .columns = "id", .writes = "OID",
			     .row = add, .page_rows = 1);
}
