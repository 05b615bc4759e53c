#include <glim/data.h>

int run(glim_ctx *ctx)
{
	const glim_value values[] = { glim_int(100), glim_int(3), glim_end() };
	glim_bulk *bulk;

	glim_exec(ctx, "CREATE TABLE prices (shop INTEGER NOT NULL, item INTEGER NOT NULL, "
		       "cents INTEGER NOT NULL, PRIMARY KEY (shop, item))");
	bulk = glim_bulk_open(ctx, .table = "prices", .columns = "shop, item, cents");
	for (int i = 0; i < 7000; i++)
		glim_bulk_row(bulk, glim_int(i % 7), glim_int(i), glim_int(i));
	glim_bulk_close(bulk);
	glim_backfill(ctx, .table = "prices", .key = "shop, item",
		      .set = "cents = cents * ? -- all", .where = "shop < ? -- of them",
		      .values = values, .page_rows = 500, .page_ms = 1);
	glim_log(ctx, GLIM_INFO, "%lld rows", (long long)glim_changes(ctx));
	return glim_status(ctx);
}
