#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE ignores (id INTEGER PRIMARY KEY ON CONFLICT IGNORE, "
		       "v TEXT NOT NULL ON CONFLICT IGNORE)");
	glim_exec(ctx, "INSERT INTO ignores VALUES (1, 'a'), (2, 'b')");
	glim_exec(ctx, "CREATE TABLE replaces (id INTEGER PRIMARY KEY, "
		       "v TEXT UNIQUE ON CONFLICT REPLACE)");
	glim_exec(ctx, "INSERT INTO replaces VALUES (1, 'a'), (2, 'b')");
	/* The OR of a trigger is its own. */
	glim_exec(ctx, "CREATE TABLE plain (id INTEGER PRIMARY KEY, v TEXT)");
	glim_exec(ctx, "CREATE TABLE seen (v TEXT PRIMARY KEY)");
	return glim_exec(ctx, "CREATE TRIGGER see AFTER INSERT ON plain BEGIN "
			      "INSERT OR IGNORE INTO seen VALUES (NEW.v); END");
}
