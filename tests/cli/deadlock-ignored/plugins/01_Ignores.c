#include <glim/migration.h>
#include <unistd.h>

/* After a deadlock nothing of it may be executed on its own, outside of a transaction. */
int run(glim_ctx *ctx)
{
	glim_exec(ctx, "UPDATE pair SET n = n + 1 WHERE id = 1");
	glim_flush(ctx);
	glim_log(ctx, GLIM_INFO, "has the first row");
	usleep(600000);
	glim_exec(ctx, "UPDATE pair SET n = n + 1 WHERE id = 2");
	glim_flush(ctx);
	glim_clear(ctx);
	glim_exec(ctx, "INSERT INTO heavy (v) VALUES (-1)");
	return 0;
}
