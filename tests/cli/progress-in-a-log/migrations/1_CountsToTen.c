#include <unistd.h>

#include <glim/migration.h>

#include "go.h"

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE t (n INTEGER)");
	glim_progress(ctx, 3, 10);
	while (access(GO, F_OK) != 0)
		usleep(10000);
	glim_log(ctx, GLIM_INFO, "is ending");
	return glim_flush(ctx);
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE t");
}
