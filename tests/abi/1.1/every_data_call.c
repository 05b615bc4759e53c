/* Every call of glim/data.h once. Never edited: it has to go on compiling and working as it is. */
#include <glim/data.h>

const char description[] = "makes every call of data.h once";

static int change(glim_rows *row, void *data)
{
	(void)data;
	return glim_put(row, glim_text("x"));
}

int run(glim_ctx *ctx)
{
	const glim_value one[] = { glim_int(1), glim_end() };
	glim_rows *rows = glim_scan(ctx, .table = "t", .key = "id", .columns = "id, name",
				    .where = "id > ?", .values = one, .page_rows = 5);
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "t", .columns = "id, name", .key = "id",
					 .mode = GLIM_BULK_UPSERT);

	if (glim_next(rows) || glim_bulk_row(bulk, glim_int(1), glim_text("x")) ||
	    glim_bulk_close(bulk))
		return 99;
	glim_backfill(ctx, .table = "t", .key = "id", .columns = "id", .writes = "name",
		      .row = change, .page_rows = 5, .page_ms = 7, .pause_ms = 1,
		      .threads_most = 9);
	return glim_backfill(ctx, .table = "t", .key = "id", .set = "name = ?", .values = one);
}
