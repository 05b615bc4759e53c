#include <glim/data.h>

static int lengthen(glim_rows *row, void *data)
{
	(void)data;
	return glim_put(row, glim_text(glim_get_int(row, 0) == 20 ? "too long" : "fits"));
}

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "SET sql_mode = ''");
	return glim_backfill(ctx, .table = "t", .key = "id", .columns = "id", .writes = "name",
			     .row = lengthen);
}
