/* A script: a trigger, a view, a routine, a table that changes its name. */
#include <glim/migration.h>

const char description[] = "one script";

int run(glim_ctx *ctx)
{
	glim_script(ctx, "CREATE TABLE script_a (id INTEGER PRIMARY KEY, n INTEGER);\n"
			 "CREATE TRIGGER script_t AFTER INSERT ON script_a FOR EACH ROW BEGIN\n"
			 "  UPDATE counters SET n = n + 1 WHERE name = 'Script';\n"
			 "END;\n"
			 "INSERT INTO script_a VALUES (1, 5);\n"
			 "CREATE VIEW script_v AS SELECT n FROM script_a;\n");
	if (strcmp(glim_driver(ctx), "sqlite") != 0)
		glim_exec(ctx, "CREATE PROCEDURE script_p() SELECT 1");
	glim_exec(ctx, "DROP VIEW script_v");
	glim_exec(ctx, "DROP TRIGGER script_t");
	glim_exec(ctx, "INSERT INTO script_a VALUES (2, 6)");
	return glim_exec(ctx, strcmp(glim_driver(ctx), "sqlite") == 0
				      ? "ALTER TABLE script_a RENAME TO script_b"
				      : "RENAME TABLE script_a TO script_b");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DROP VIEW IF EXISTS script_v");
	glim_exec(ctx, "DROP TABLE script_b");
	if (strcmp(glim_driver(ctx), "sqlite") != 0)
		glim_exec(ctx, "DROP PROCEDURE script_p");
	glim_exec(ctx, "UPDATE counters SET n = 0, downs = downs + 1 WHERE name = 'Script'");
	return glim_exec(ctx, "DROP TABLE IF EXISTS script_a");
}
