#include <glim/migration.h>

const char description[] = "adds one author";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO authors VALUES (5, 'Aras')");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM authors WHERE id = 5");
}
