#include <glim/migration.h>
#include <unistd.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "TRUNCATE TABLE t");
	glim_flush(ctx);
	glim_log(ctx, GLIM_INFO, "emptied");
	usleep(700000);
	return glim_exec(ctx, "ALTER TABLE u ADD y INT");
}
