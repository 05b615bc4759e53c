#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, "
		       "twice INTEGER GENERATED ALWAYS AS (2 * id), \"a`b\" TEXT)");
	glim_exec(ctx, "CREATE VIEW v AS SELECT id, name FROM t");
	return glim_exec(ctx, "INSERT INTO t (id, name) VALUES (1, 'Ana'), (2, 'nmae')");
}
