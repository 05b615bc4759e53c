#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_rows *rows = glim_query(ctx, "SELECT bump()");

	glim_next(rows);
	return glim_exec(ctx, "INSERT INTO counts VALUES (2)");
}
