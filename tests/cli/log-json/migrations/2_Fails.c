#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO settings VALUES ('c', 'd')");
	return glim_exec(ctx, "UPDATE nothing SET password = 'glimglim'");
}
