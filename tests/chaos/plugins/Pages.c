/* Rows by the hundred: written in bulk, scanned, and rewritten page by page, each once. */
#include <glim/data.h>

const char description[] = "a bulk, a backfill, a scan and a bulk of what it read";

enum { ROWS = 400 };

static int rewrite(glim_rows *row, void *data)
{
	char word[32];

	snprintf(word, sizeof word, "%s!", glim_get_text(row, 1));
	return glim_put(row, glim_int(glim_get_int(row, 0) + *(const int *)data), glim_text(word));
}

/* What the pages have left is read again, and written twice over in bulk. */
static void double_all(glim_ctx *ctx)
{
	glim_rows *rows = glim_scan(ctx, .table = "pages", .key = "part, id",
				    .columns = "n, part, id", .page_rows = 70);
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "pages", .columns = "part, id, n",
					 .key = "part, id", .mode = GLIM_BULK_UPDATE);
	int64_t sum = 0;

	while (glim_next(rows)) {
		sum += glim_get_int(rows, 0);
		glim_bulk_row(bulk, glim_int(glim_get_int(rows, 1)),
			      glim_int(glim_get_int(rows, 2)), glim_int(2 * glim_get_int(rows, 0)));
	}
	glim_bulk_close(bulk);
	glim_exec(ctx, "INSERT INTO notes VALUES ('Pages', ?)", glim_int(sum));
}

int run(glim_ctx *ctx)
{
	glim_bulk *bulk;
	int one = 1;

	glim_exec(ctx, "UPDATE counters SET n = n + 1 WHERE name = 'Pages'");
	glim_exec(ctx, "CREATE TABLE pages (part INTEGER NOT NULL, id INTEGER NOT NULL, "
		       "n INTEGER NOT NULL, word VARCHAR(30), PRIMARY KEY (part, id))");
	bulk = glim_bulk_open(ctx, .table = "pages", .columns = "part, id, n, word");
	for (int i = 0; i < ROWS; i++)
		glim_bulk_row(bulk, glim_int(i % 2), glim_int(i), glim_int(i), glim_text("word"));
	glim_bulk_close(bulk);
	glim_backfill(ctx, .table = "pages", .key = "part, id", .columns = "n, word",
		      .writes = "n, word", .row = rewrite, .data = &one, .page_rows = 60,
		      .page_ms = 1);
	glim_backfill(ctx, .table = "pages", .key = "part, id", .set = "n = n + 1000",
		      .where = "part = 1", .page_rows = 60, .page_ms = 1);
	double_all(ctx);
	return glim_status(ctx);
}

/* Where run() has come only half way, some rows are to be taken back that were never changed. */
int rollback(glim_ctx *ctx)
{
	glim_backfill(ctx, .table = "pages", .key = "part, id", .set = "n = 0", .page_rows = 60,
		      .page_ms = 1);
	glim_exec(ctx, "UPDATE counters SET n = 0, downs = downs + 1 WHERE name = 'Pages'");
	glim_exec(ctx, "DELETE FROM notes WHERE who = 'Pages'");
	return glim_exec(ctx, "DROP TABLE pages");
}
