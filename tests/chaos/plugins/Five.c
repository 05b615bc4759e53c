/* Five statements: what was read first decides what the fifth one is. */
#include "on.h"

const char description[] = "a read, two writes, a long rewrite and a table";

int run(glim_ctx *ctx)
{
	glim_rows *rows = glim_query(ctx, "SELECT n FROM counters WHERE name = 'Five'");
	const bool first = glim_next(rows) && glim_get_int(rows, 0) == 0;

	glim_close(rows);
	glim_exec(ctx, "UPDATE counters SET n = n + 1 WHERE name = 'Five'");
	glim_exec(ctx, on(ctx, "ALTER TABLE big ADD COLUMN extra INTEGER NOT NULL DEFAULT 7",
			  "ALTER TABLE big ADD COLUMN extra INT NOT NULL DEFAULT 7, ALGORITHM=COPY",
			  "CREATE INDEX CONCURRENTLY extra ON big (b, a)"));
	glim_exec(ctx, "INSERT INTO notes VALUES ('Five', ?)",
		  glim_text(first ? "first" : "again"));
	return glim_exec(ctx, first ? "CREATE TABLE five_first (id INTEGER PRIMARY KEY)"
				    : "CREATE TABLE five_again (id INTEGER PRIMARY KEY)");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DROP TABLE five_first");
	glim_exec(ctx, "DELETE FROM notes WHERE who = 'Five'");
	glim_exec(ctx, "UPDATE counters SET n = 0, downs = downs + 1 WHERE name = 'Five'");
	return glim_exec(ctx, on(ctx, "ALTER TABLE big DROP COLUMN extra",
				 "ALTER TABLE big DROP COLUMN extra, ALGORITHM=COPY",
				 "DROP INDEX CONCURRENTLY extra"));
}
