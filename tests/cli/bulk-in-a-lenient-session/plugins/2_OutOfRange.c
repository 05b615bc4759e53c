#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk;

	glim_exec(ctx, "SET sql_mode = ''");
	bulk = glim_bulk_open(ctx, .table = "t", .columns = "id, name");
	for (int i = 0; i < 50; i++)
		glim_bulk_row(bulk, glim_int(i == 30 ? 40000 : 100 + i), glim_text("fits"));
	return glim_bulk_close(bulk);
}
