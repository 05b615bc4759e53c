#include <glim/migration.h>

const char description[] = "indexes the titles";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "CREATE INDEX ix_title ON books (title)");
}

int rollback(glim_ctx *ctx)
{
	bool is_mysql = strcmp(glim_driver(ctx), "mysql") == 0;

	return glim_exec(ctx, is_mysql ? "DROP INDEX ix_title ON books" : "DROP INDEX ix_title");
}
