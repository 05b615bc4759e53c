#include <glim/migration.h>

const char description[] = "fails after an insert";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO authors VALUES (6, 'Nobody')");
	return glim_exec(ctx, "INSERT INTO nowhere VALUES (1)");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM authors WHERE id = 6");
}
