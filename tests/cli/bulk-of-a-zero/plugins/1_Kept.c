#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk;

	glim_exec(ctx, "SET sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')");
	bulk = glim_bulk_open(ctx, .mode = GLIM_BULK_UPSERT, .table = "t", .columns = "id, v",
			      .key = "id");

	for (int i = 2; i >= 0; i--)
		glim_bulk_row(bulk, glim_int(i), glim_int(7));
	return glim_bulk_close(bulk);
}
