#include <glim/migration.h>

const char description[] = "copies users, as far as they have a name";

int run(glim_ctx *ctx)
{
	glim_rows *rows;

	glim_exec(ctx, "CREATE TABLE names (id INTEGER, name VARCHAR(20))");
	rows = glim_query(ctx, "SELECT id, name FROM users WHERE name IS NOT NULL ORDER BY id");
	while (glim_next(rows))
		glim_exec(ctx, "INSERT INTO names VALUES (?, ?)", glim_int(glim_get_int(rows, 0)),
			  glim_text(glim_get_text(rows, 1)));
	return glim_flush(ctx);
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE names");
}
