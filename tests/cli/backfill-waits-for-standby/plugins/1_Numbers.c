#include <glim/data.h>

const char description[] = "a thousand numbers";

int run(glim_ctx *ctx)
{
	glim_bulk *numbers;

	glim_exec(ctx, "CREATE TABLE numbers (id INTEGER PRIMARY KEY, times INTEGER NOT NULL)");
	numbers = glim_bulk_open(ctx, .table = "numbers", .columns = "id, times");
	for (int i = 1; i <= 1000; i++)
		glim_bulk_row(numbers, glim_int(i), glim_int(0));
	return glim_bulk_close(numbers);
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE numbers");
}
