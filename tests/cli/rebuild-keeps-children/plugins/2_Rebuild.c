#include <glim/migration.h>

GLIM_OPTIONS(.rebuilds = 1);

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE parents_new (id INTEGER PRIMARY KEY, name TEXT)");
	glim_exec(ctx, "INSERT INTO parents_new SELECT id, 'p' || id FROM parents");
	glim_exec(ctx, "DROP TABLE parents");
	return glim_exec(ctx, "ALTER TABLE parents_new RENAME TO parents");
}
