#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO authors VALUES (3, 'Number 3')");
}
