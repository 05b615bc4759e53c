#include <glim/data.h>

const char description[] = "counts each number up";

static int count_up(glim_rows *row, void *data)
{
	return glim_put(row, glim_int(glim_get_int(row, 0) + *(const int *)data));
}

static int rewrite(glim_ctx *ctx, int by)
{
	return glim_backfill(ctx, .table = "numbers", .key = "id", .columns = "times",
			     .writes = "times", .row = count_up, .data = &by, .page_rows = 200);
}

int run(glim_ctx *ctx)
{
	return rewrite(ctx, 1);
}

int rollback(glim_ctx *ctx)
{
	return rewrite(ctx, -1);
}
