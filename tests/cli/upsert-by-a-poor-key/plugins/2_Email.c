#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .mode = GLIM_BULK_UPSERT, .table = "t",
					 .columns = "id, email, v", .key = "email");

	glim_bulk_row(bulk, glim_int(2), glim_text("a"), glim_int(7));
	return glim_bulk_close(bulk);
}
