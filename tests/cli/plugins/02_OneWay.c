#include <glim/migration.h>

const char description[] = "cannot be undone";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO authors VALUES (7, 'Ever')");
}
