#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "t", .columns = "ID, v", .key = "id",
					 .mode = GLIM_BULK_UPDATE);

	glim_bulk_row(bulk, glim_int(1), glim_int(9));
	return glim_bulk_close(bulk);
}
