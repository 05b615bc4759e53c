#include <glim/migration.h>

const char description[] = "adds two books";

int run(glim_ctx *ctx)
{
	for (int id = 2; id < 4; id++)
		glim_exec(ctx, "INSERT INTO books VALUES (?, 5, 'Again')", glim_int(id));
	return glim_flush(ctx);
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM books WHERE id > 1");
}
