#include <glim/data.h>

const char description[] = "writes into every row of it";

int run(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "people", .key = "id", .set = "name = 'y'",
			     .page_rows = 20000);
}
