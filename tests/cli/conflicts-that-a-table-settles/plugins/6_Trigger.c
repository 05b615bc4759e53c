#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "plain", .columns = "id, v");

	glim_bulk_row(bulk, glim_int(1), glim_text("a"));
	glim_bulk_row(bulk, glim_int(2), glim_text("a"));
	return glim_bulk_close(bulk);
}
