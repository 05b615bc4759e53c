#include <glim/data.h>

static int next(glim_rows *row, void *data)
{
	(void)data;
	return glim_put(row, glim_int(glim_get_int(row, 1) + 1));
}

/* The rows in front of the one that is waited for are long, so that the database sends them. */
int run(glim_ctx *ctx)
{
	if (glim_driver(ctx)[0] == 'm')
		glim_exec(ctx, "SET innodb_lock_wait_timeout = 1");
	else
		glim_exec(ctx, "SET lock_timeout = '300ms'");
	return glim_backfill(ctx, .table = "a", .key = "id", .columns = "id, v, t", .writes = "v",
			     .row = next);
}
