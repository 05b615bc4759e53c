#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "t", .columns = "nmae");

	glim_bulk_row(bulk, glim_text("nmae"));
	return glim_bulk_close(bulk);
}
