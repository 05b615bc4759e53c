#include <unistd.h>

#include <glim/migration.h>

#include "go.h"

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO t VALUES (1)");
}

int rollback(glim_ctx *ctx)
{
	glim_log(ctx, GLIM_INFO, "waits");
	while (access(GO, F_OK) != 0)
		usleep(10000);
	return glim_exec(ctx, "DELETE FROM t");
}
