#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "t", .columns = "id, n", .key = "id",
					 .mode = GLIM_BULK_UPDATE);

	for (int i = 1; i <= 50; i++)
		glim_bulk_row(bulk, glim_int(i), glim_int(8));
	glim_bulk_close(bulk);
	return glim_fail(ctx, "later");
}
