#include <glim/data.h>

const char description[] = "only its first table is made";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE one (id INT PRIMARY KEY)");
	glim_exec(ctx, "CREATE TABLE pages (id INT PRIMARY KEY, n INTT)");
	return glim_exec(ctx, "ALTER TABLE one ADD COLUMN extra INT, ALGORITHM=COPY");
}

int rollback(glim_ctx *ctx)
{
	glim_backfill(ctx, .table = "pages", .key = "id", .set = "n = 0");
	glim_exec(ctx, "ALTER TABLE one DROP COLUMN extra, ALGORITHM=COPY, LOCK=SHARED");
	glim_exec(ctx, "DROP TABLE pages");
	return glim_exec(ctx, "DROP TABLE one");
}
