#include <glim/migration.h>

const char description[] = "adds one book";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO books VALUES (?, ?, ?)", glim_int(1), glim_int(5),
			 glim_text("Up and down"));
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM books WHERE id = 1");
}
