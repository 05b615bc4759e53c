#include <glim/migration.h>

static long ask(glim_ctx *ctx)
{
	glim_rows *rows = glim_query(ctx, "CALL p()");
	long n = -1;

	while (glim_next(rows))
		n = (long)glim_get_int(rows, 0);
	return n;
}

int run(glim_ctx *ctx)
{
	long n = ask(ctx);

	glim_exec(ctx, "CREATE TABLE t (n INT)");
	glim_exec(ctx, "INSERT INTO t VALUES (?)", glim_int(n));
	return glim_exec(ctx, "ALTER TABLE missing ADD y INT");
}
