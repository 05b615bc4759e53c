#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "replaces", .columns = "id, v", .key = "id",
					 .mode = GLIM_BULK_UPSERT);

	glim_bulk_row(bulk, glim_int(2), glim_text("a"));
	return glim_bulk_close(bulk);
}
