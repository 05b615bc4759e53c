#include <glim/data.h>

const char description[] = "gives a row twice";

int run(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "pair", .columns = "id, name");

	for (int i = 0; i < 15000; i++)
		glim_bulk_row(bulk, glim_int(i), i == 12345 ? glim_null() : glim_text("x"));
	return glim_bulk_close(bulk);
}
