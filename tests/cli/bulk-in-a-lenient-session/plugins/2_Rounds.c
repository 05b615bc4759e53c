#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk;

	glim_exec(ctx, "SET sql_mode = ''");
	bulk = glim_bulk_open(ctx, .table = "d", .columns = "id, d, name");
	for (int i = 0; i < 100; i++)
		glim_bulk_row(bulk, glim_int(i), glim_text("1.26"), glim_text("fits"));
	return glim_bulk_close(bulk);
}
