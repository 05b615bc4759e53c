#include <glim/data.h>

/* Larger than what travels at once. */
enum { ROWS = 12000 };

static void fill(glim_ctx *ctx)
{
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "prices", .columns = "id, name, price");

	for (int i = 1; i <= ROWS; i++)
		glim_bulk_row(bulk, glim_int(i), i % 3 ? glim_text("thing") : glim_null(),
			      glim_real(i == ROWS ? 9.5 : i / 4.0));
	glim_bulk_close(bulk);
}

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE prices (id INTEGER PRIMARY KEY, name VARCHAR(20), "
		       "price DOUBLE PRECISION)");
	fill(ctx);
	glim_backfill(ctx, .table = "prices", .key = "id", .set = "price = price * 2");
	return glim_fail(ctx, "later");
}
