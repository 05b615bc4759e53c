#include <glim/migration.h>
#include <unistd.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "UPDATE pair SET n = n + 1 WHERE id = 1");
	glim_flush(ctx);
	glim_log(ctx, GLIM_INFO, "has the first row");
	usleep(600000);
	return glim_exec(ctx, "UPDATE pair SET n = n + 1 WHERE id = 2");
}
