/* Tables, between rows. */
#include <glim/migration.h>

const char description[] = "two tables and an index";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE made_a (id INTEGER PRIMARY KEY, n INTEGER)");
	glim_exec(ctx, "UPDATE counters SET n = n + 1 WHERE name = 'Create'");
	glim_exec(ctx, "CREATE TABLE made_b (id INTEGER PRIMARY KEY, name VARCHAR(40))");
	glim_exec(ctx, "INSERT INTO made_b VALUES (1, 'one')");
	glim_exec(ctx, "ALTER TABLE made_b ADD COLUMN born INTEGER DEFAULT 3");
	return glim_exec(ctx, "CREATE INDEX made_i ON made_b (name)");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DROP TABLE made_b");
	glim_exec(ctx, "UPDATE counters SET n = n - 1 WHERE name = 'Create'");
	return glim_exec(ctx, "DROP TABLE made_a");
}
