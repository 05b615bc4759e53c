/* A script: a trigger, a view, a routine, a table that changes its name. */
#include "on.h"

const char description[] = "one script";

static const char trigger[] =
	"CREATE TABLE script_a (id INTEGER PRIMARY KEY, n INTEGER);\n"
	"CREATE TRIGGER script_t AFTER INSERT ON script_a FOR EACH ROW BEGIN\n"
	"  UPDATE counters SET n = n + 1 WHERE name = 'Script';\n"
	"END;\n"
	"INSERT INTO script_a VALUES (1, 5);\n"
	"CREATE VIEW script_v AS SELECT n FROM script_a;\n";

static const char trigger_function[] =
	"CREATE TABLE script_a (id INTEGER PRIMARY KEY, n INTEGER);\n"
	"CREATE FUNCTION script_f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n"
	"  UPDATE counters SET n = n + 1 WHERE name = 'Script';\n"
	"  RETURN NULL;\n"
	"END $$;\n"
	"CREATE TRIGGER script_t AFTER INSERT ON script_a FOR EACH ROW\n"
	"  EXECUTE FUNCTION script_f();\n"
	"VACUUM counters;\n"
	"INSERT INTO script_a VALUES (1, 5);\n"
	"CREATE VIEW script_v AS SELECT n FROM script_a;\n";

int run(glim_ctx *ctx)
{
	glim_script(ctx, on(ctx, trigger, trigger, trigger_function));
	glim_exec(ctx, on(ctx, "SELECT 1", "CREATE PROCEDURE script_p() SELECT 1",
			  "CREATE PROCEDURE script_p() LANGUAGE sql AS 'SELECT 1'"));
	glim_exec(ctx, "DROP VIEW script_v");
	glim_exec(ctx, on(ctx, "DROP TRIGGER script_t", "DROP TRIGGER script_t",
			  "DROP TRIGGER script_t ON script_a"));
	glim_exec(ctx, "INSERT INTO script_a VALUES (2, 6)");
	return glim_exec(ctx, on(ctx, "ALTER TABLE script_a RENAME TO script_b",
				 "RENAME TABLE script_a TO script_b",
				 "ALTER TABLE script_a RENAME TO script_b"));
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DROP VIEW IF EXISTS script_v");
	glim_exec(ctx, "DROP TABLE script_b");
	glim_exec(ctx, on(ctx, "SELECT 1", "DROP PROCEDURE script_p", "DROP PROCEDURE script_p"));
	glim_exec(ctx, "UPDATE counters SET n = 0, downs = downs + 1 WHERE name = 'Script'");
	glim_exec(ctx, on(ctx, "SELECT 1", "DO 1", "VACUUM counters"));
	glim_exec(ctx, "DROP TABLE IF EXISTS script_a");
	return glim_exec(ctx,
			 on(ctx, "SELECT 1", "DO 1", "DROP FUNCTION IF EXISTS script_f CASCADE"));
}
