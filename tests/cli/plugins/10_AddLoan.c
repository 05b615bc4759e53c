#include <glim/migration.h>

const char description[] = "lends every book";

int run(glim_ctx *ctx)
{
	glim_rows *books = glim_query(ctx, "SELECT id FROM books ORDER BY id");

	while (glim_next(books))
		glim_exec(ctx, "INSERT INTO loans VALUES (?, 'Ana')",
			  glim_int(glim_get_int(books, 0)));
	return glim_status(ctx);
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM loans");
}
