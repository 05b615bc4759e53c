/* Objects; one of them is an index without a name, which the server would make a second time. */
#include "on.h"

const char description[] = "tables, indexes, a view";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE made_a (id INTEGER PRIMARY KEY, n INTEGER, m INTEGER)");
	glim_exec(ctx,
		  on(ctx, "CREATE INDEX made_n ON made_a (n)", "ALTER TABLE made_a ADD INDEX (n)",
		     "CREATE INDEX CONCURRENTLY ON made_a (n)"));
	glim_exec(ctx, "INSERT INTO made_a VALUES (1, 10, 100), (2, 20, 200)");
	glim_exec(ctx,
		  on(ctx, "CREATE INDEX made_m ON made_a (m)", "CREATE INDEX made_m ON made_a (m)",
		     "CREATE INDEX CONCURRENTLY made_m ON made_a (m)"));
	glim_exec(ctx, "UPDATE counters SET n = n + 1 WHERE name = 'Create'");
	glim_exec(ctx, "CREATE TABLE made_b (id INTEGER PRIMARY KEY, name VARCHAR(40))");
	glim_exec(ctx, "ALTER TABLE made_b ADD COLUMN born INTEGER DEFAULT 3");
	glim_exec(ctx, "INSERT INTO made_b (id, name) VALUES (1, 'one')");
	return glim_exec(ctx, "CREATE VIEW made_v AS SELECT id, name FROM made_b");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DROP VIEW made_v");
	glim_exec(ctx, "UPDATE counters SET n = 0, downs = downs + 1 WHERE name = 'Create'");
	glim_exec(ctx, on(ctx, "SELECT 1", "DO 1", "DROP INDEX CONCURRENTLY made_m"));
	glim_exec(ctx, "DROP TABLE made_b");
	return glim_exec(ctx, "DROP TABLE made_a");
}
