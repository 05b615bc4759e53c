#include <glim/migration.h>

const char description[] = "creates the books table";

int run(glim_ctx *ctx)
{
	return glim_exec(
		ctx,
		"CREATE TABLE books (id INTEGER PRIMARY KEY, author INTEGER, title VARCHAR(80))");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE books");
}
