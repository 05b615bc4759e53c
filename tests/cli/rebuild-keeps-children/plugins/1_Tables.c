#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE parents (id INTEGER PRIMARY KEY)");
	glim_exec(ctx, "CREATE TABLE children (id INTEGER PRIMARY KEY, "
		       "parent INTEGER REFERENCES parents(id) ON DELETE CASCADE)");
	glim_exec(ctx, "INSERT INTO parents VALUES (1), (2)");
	return glim_exec(ctx, "INSERT INTO children VALUES (10, 1), (20, 2)");
}
