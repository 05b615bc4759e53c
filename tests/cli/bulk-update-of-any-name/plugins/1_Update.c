#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .mode = GLIM_BULK_UPDATE, .table = "glim_stage",
					 .columns = "id, v", .key = "id");

	for (int i = 1; i <= 25; i++)
		glim_bulk_row(bulk, glim_int(i), glim_int(7));
	return glim_bulk_close(bulk);
}
