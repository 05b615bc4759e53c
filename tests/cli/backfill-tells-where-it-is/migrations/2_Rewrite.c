#include <unistd.h>

#include <glim/data.h>

#include "go.h" /* the name of a file that is waited for */

const char description[] = "stops behind its first page";

static int rewrite(glim_rows *row, void *data)
{
	(void)data;
	while (glim_get_int(row, 0) == 11 && access(GO, F_OK) != 0)
		usleep(20000);
	return glim_put(row, glim_int(1));
}

int run(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "numbers", .key = "id", .columns = "id",
			     .writes = "times", .row = rewrite, .page_rows = 10);
}
