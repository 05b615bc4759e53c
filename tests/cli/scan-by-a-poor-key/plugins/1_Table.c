#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER UNIQUE)");
	return glim_exec(ctx, "INSERT INTO t VALUES (1, 1, 1), (2, 1, NULL)");
}
