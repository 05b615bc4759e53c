#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_rows *rows = glim_scan(ctx, .table = "t", .key = "id", .columns = "id",
				    .where = "1 = 1) OR (1 = 1");

	while (glim_next(rows))
		glim_log(ctx, GLIM_INFO, "%lld", (long long)glim_get_int(rows, 0));
	return glim_status(ctx);
}
