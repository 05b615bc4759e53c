#include <glim/data.h>

/* Many values are rounded, which is no fault, before the one that would be cut. */
int run(glim_ctx *ctx)
{
	glim_bulk *bulk;

	glim_exec(ctx, "SET sql_mode = '', max_error_count = 64");
	bulk = glim_bulk_open(ctx, .table = "d", .columns = "id, d, name");
	for (int i = 0; i < 100; i++)
		glim_bulk_row(bulk, glim_int(i), glim_text("1.26"),
			      glim_text(i == 99 ? "too long" : "fits"));
	return glim_bulk_close(bulk);
}
