#include <glim/migration.h>

/* Each direction leaves the session changed: the next one has to get a new session. */
static int work(glim_ctx *ctx, const char *sql)
{
	glim_exec(ctx, "SET @seen = COALESCE(@seen, 0) + 1");
	glim_exec(ctx, "CREATE TEMPORARY TABLE scratch (id INT)");
	return glim_exec(ctx, sql);
}

int run(glim_ctx *ctx)
{
	return work(ctx, "INSERT INTO authors VALUES (9, @seen)");
}

int rollback(glim_ctx *ctx)
{
	return work(ctx, "DELETE FROM authors WHERE id = 9");
}
