#include <unistd.h>

#include <glim/migration.h>

#include "go.h"

/* What it has done by then cannot be undone: the history calls it running. */
int run(glim_ctx *ctx)
{
	glim_exec(ctx, BOUNDARY);
	glim_flush(ctx);
	while (access(GO, F_OK) != 0)
		usleep(10000);
	return glim_flush(ctx);
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM counts");
}
