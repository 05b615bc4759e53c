#include <glim/data.h>

static int compute(glim_rows *row, void *data)
{
	(void)data;
	return glim_put(row, glim_int(glim_get_int(row, 0)));
}

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE c (a INTEGER, b INTEGER, v INTEGER, PRIMARY KEY (a, b))");
	glim_exec(ctx, "INSERT INTO c VALUES (0, 50, 1), (1, 51, 2)");
	return glim_backfill(ctx, .table = "c", .key = "a, b", .columns = "v", .writes = "vv",
			     .row = compute);
}
