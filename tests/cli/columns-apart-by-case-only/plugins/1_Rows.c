#include <glim/data.h>

static int add(glim_rows *row, void *data)
{
	(void)data;
	return glim_put(row, glim_int(glim_get_int(row, 0) + 1));
}

/* The key is a column that is given, and not the one of the same letters. */
static int update(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "t", .columns = "ID, id, v", .key = "id",
					 .mode = GLIM_BULK_UPDATE);

	glim_bulk_row(bulk, glim_int(7), glim_int(1), glim_int(40));
	return glim_bulk_close(bulk);
}

int run(glim_ctx *ctx)
{
	glim_exec(ctx,
		  "CREATE TABLE t (id INTEGER PRIMARY KEY, \"ID\" INTEGER NOT NULL, v INTEGER)");
	glim_exec(ctx, "INSERT INTO t VALUES (1, 2, 0), (2, 1, 0), (3, 1, 0)");
	glim_backfill(ctx, .table = "t", .key = "id", .columns = "ID", .writes = "ID", .row = add,
		      .page_rows = 1);
	return update(ctx);
}
