#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_rows *rows =
		glim_scan(ctx, .table = "t", .key = "ID", .columns = "id", .page_rows = 1);

	while (glim_next(rows))
		glim_log(ctx, GLIM_INFO, "%lld", (long long)glim_get_int(rows, 0));
	return glim_status(ctx);
}
