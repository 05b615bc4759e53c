/* A table that comes and goes: afterwards it looks as it did before. */
#include "on.h"

const char description[] = "there and back";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE scratch (id INTEGER PRIMARY KEY, n INTEGER)");
	glim_exec(ctx, "INSERT INTO scratch SELECT id, a FROM big WHERE id <= 5");
	glim_exec(ctx, "CREATE TABLE kept (id INTEGER PRIMARY KEY, n INTEGER)");
	glim_exec(ctx, "INSERT INTO kept SELECT id, n FROM scratch");
	glim_exec(ctx, on(ctx, "SELECT 1", "DO 1", "VACUUM scratch"));
	glim_exec(ctx, "DROP TABLE scratch");
	glim_exec(ctx, "UPDATE counters SET n = n + 1 WHERE name = 'Back'");
	glim_exec(ctx, "CREATE TABLE final (id INTEGER PRIMARY KEY)");
	return glim_exec(ctx, "INSERT INTO notes VALUES ('Back', 'end')");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DROP TABLE final");
	glim_exec(ctx, "DROP TABLE IF EXISTS scratch");
	glim_exec(ctx, "DELETE FROM notes WHERE who = 'Back'");
	glim_exec(ctx, "DROP TABLE kept");
	return glim_exec(ctx, "UPDATE counters SET n = 0, downs = downs + 1 WHERE name = 'Back'");
}
