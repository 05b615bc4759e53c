#include <glim/data.h>

static int copy(glim_rows *row, void *data)
{
	(void)data;
	return glim_put(row, glim_text(glim_get_text(row, 0)));
}

int run(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "t", .key = "id", .columns = "name", .writes = "nmae",
			     .row = copy);
}
