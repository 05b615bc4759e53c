#include <glim/migration.h>

const char description[] = "adds the year of a book";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "ALTER TABLE books ADD COLUMN year INTEGER");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "ALTER TABLE books DROP COLUMN year");
}
