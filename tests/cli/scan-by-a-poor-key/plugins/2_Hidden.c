#include <glim/data.h>

/* A key of the table that it hides, and not of this one. */
int run(glim_ctx *ctx)
{
	glim_rows *rows;

	glim_exec(ctx, "CREATE TEMPORARY TABLE t (id INTEGER, a INTEGER)");
	glim_exec(ctx, "INSERT INTO t VALUES (1, 1), (1, 2)");
	rows = glim_scan(ctx, .table = "t", .key = "id", .columns = "a", .page_rows = 1);
	while (glim_next(rows))
		glim_log(ctx, GLIM_INFO, "%lld", (long long)glim_get_int(rows, 0));
	return glim_status(ctx);
}
