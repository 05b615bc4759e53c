#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk;

	glim_exec(ctx, "SET sql_mode = '', max_error_count = 0");
	bulk = glim_bulk_open(ctx, .table = "t", .columns = "id, name");
	for (int i = 0; i < 50; i++)
		glim_bulk_row(bulk, glim_int(100 + i), glim_text(i == 40 ? "too long" : "fits"));
	return glim_bulk_close(bulk);
}
