#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE quick (n INT)");
	glim_exec(ctx, "INSERT INTO quick VALUES (1)");
	return glim_exec(ctx, "CREATE TABLE slow AS SELECT SLEEP(100) AS n");
}
