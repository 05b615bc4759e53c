#include "fit.h"

int run(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "watched", .key = "id", .columns = "id", .writes = "t",
			     .row = text_of);
}
