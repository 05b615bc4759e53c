/* A script, and a table that changes its name. */
#include <glim/migration.h>

const char description[] = "one script";

int run(glim_ctx *ctx)
{
	glim_script(ctx, "CREATE TABLE script_a (id INTEGER PRIMARY KEY, n INTEGER);\n"
			 "INSERT INTO script_a VALUES (1, 5);\n"
			 "CREATE VIEW script_v AS SELECT n FROM script_a;\n");
	glim_exec(ctx, "DROP VIEW script_v");
	glim_exec(ctx, "ALTER TABLE script_a RENAME TO script_b");
	return glim_exec(ctx, "UPDATE counters SET n = n + 1 WHERE name = 'Script'");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "UPDATE counters SET n = n - 1 WHERE name = 'Script'");
	return glim_exec(ctx, "DROP TABLE script_b");
}
