#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_rows *rows = glim_query(ctx, "SELECT count(*) FROM users");

	glim_next(rows);
	glim_exec(ctx, "INSERT INTO users VALUES (?, 'seen')",
		  glim_int(100 + glim_get_int(rows, 0)));
	return glim_exec(ctx, "INSERT INTO users VALUES (1, 'twice')");
}
