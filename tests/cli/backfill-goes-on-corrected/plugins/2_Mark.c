#include <glim/data.h>

static int mark(glim_rows *row, void *data)
{
	char text[40];

	(void)data;
	snprintf(text, sizeof text, "%s!", glim_get_text(row, 0));
	if (glim_get_int(row, 1) == 33)
		return glim_put(row, glim_null());
	return glim_put(row, glim_text(text));
}

int run(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "notes", .key = "id", .columns = "text, id",
			     .writes = "text", .row = mark, .page_rows = 10, .page_ms = 1000000);
}

int rollback(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "notes", .key = "id",
			     .set = "text = REPLACE(text, '!', '')");
}
