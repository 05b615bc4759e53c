#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "ignores", .columns = "id, v");

	glim_bulk_row(bulk, glim_int(3), glim_text("c"));
	glim_bulk_row(bulk, glim_int(2), glim_text("d"));
	return glim_bulk_close(bulk);
}
