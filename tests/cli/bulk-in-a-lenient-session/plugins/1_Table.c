#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk;

	glim_exec(ctx, "CREATE TABLE t (id SMALLINT PRIMARY KEY, name VARCHAR(5))");
	glim_exec(ctx, "CREATE TABLE d (id INT PRIMARY KEY, d DECIMAL(5,1), name VARCHAR(5))");
	bulk = glim_bulk_open(ctx, .table = "t", .columns = "id, name");
	for (int i = 0; i < 50; i++)
		glim_bulk_row(bulk, glim_int(i), glim_text("n"));
	return glim_bulk_close(bulk);
}
