#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "t", .mode = GLIM_BULK_UPSERT,
					 .columns = "di, name", .key = "di");

	glim_bulk_row(bulk, glim_text("nmae"), glim_text("x"));
	return glim_bulk_close(bulk);
}
