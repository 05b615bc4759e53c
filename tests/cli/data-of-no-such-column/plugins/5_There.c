#include <glim/data.h>

static void show(glim_ctx *ctx, glim_rows *rows)
{
	while (glim_next(rows))
		glim_log(ctx, GLIM_INFO, "%s %s", glim_get_text(rows, 0), glim_get_text(rows, 1));
}

/* What no list of the table's columns has, and names that are no plain words. */
int run(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "t", .mode = GLIM_BULK_UPDATE,
					 .columns = "rowid, a`b", .key = "rowid");

	glim_bulk_row(bulk, glim_int(1), glim_text("by its number"));
	glim_bulk_close(bulk);
	show(ctx, glim_scan(ctx, .table = "t", .key = "rowid", .columns = "twice, A`B"));
	show(ctx, glim_scan(ctx, .table = "v", .key = "id", .key_vouched = 1, .columns = "ID, name",
			    .where = "name = \"Ana\""));
	glim_exec(ctx, "CREATE TEMPORARY TABLE mine (id INTEGER PRIMARY KEY, \"order\" TEXT)");
	bulk = glim_bulk_open(ctx, .table = "mine", .columns = "order");
	glim_bulk_row(bulk, glim_text("first"));
	glim_bulk_close(bulk);
	show(ctx, glim_scan(ctx, .table = "mine", .key = "_rowid_", .key_vouched = 1,
			    .columns = "oid, order"));
	return glim_backfill(ctx, .table = "t", .key = "id", .columns = "twice",
			     .set = "name = \"z\"", .where = "id = 2");
}
