#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_rows *rows;

	glim_exec(ctx, "CREATE TEMPORARY TABLE mine (id INTEGER PRIMARY KEY, a INTEGER)");
	glim_exec(ctx, "INSERT INTO mine VALUES (1, 1), (2, 1)");
	rows = glim_scan(ctx, .table = "mine", .key = "a", .columns = "id");
	while (glim_next(rows))
		glim_log(ctx, GLIM_INFO, "%lld", (long long)glim_get_int(rows, 0));
	return glim_status(ctx);
}
