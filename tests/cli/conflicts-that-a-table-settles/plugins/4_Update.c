#include <glim/data.h>

static int clear(glim_rows *row, void *data)
{
	(void)data;
	return glim_put(row, glim_null());
}

int run(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "ignores", .key = "id", .writes = "v", .row = clear);
}
