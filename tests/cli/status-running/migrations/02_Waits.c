#include <unistd.h>

#include <glim/migration.h>

#include "go.h"

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO authors VALUES (8, 'Slow')");
	while (access(GO, F_OK) != 0)
		usleep(10000);
	return glim_flush(ctx);
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DELETE FROM authors WHERE id = 8");
	while (access(GO, F_OK) != 0)
		usleep(10000);
	return glim_flush(ctx);
}
