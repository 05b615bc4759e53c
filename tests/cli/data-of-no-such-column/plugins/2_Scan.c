#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_rows *rows = glim_scan(ctx, .table = "t", .key = "id", .columns = "nmae");

	while (glim_next(rows))
		glim_log(ctx, GLIM_INFO, "%s", glim_get_text(rows, 0));
	return glim_status(ctx);
}
