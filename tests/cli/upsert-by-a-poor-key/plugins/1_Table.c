#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE t (id INTEGER PRIMARY KEY, email VARCHAR(20), v INTEGER, "
		       "UNIQUE (email, v))");
	return glim_exec(ctx, "INSERT INTO t VALUES (1, 'a', 0)");
}
