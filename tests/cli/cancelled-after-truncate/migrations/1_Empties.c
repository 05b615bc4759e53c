#include <glim/migration.h>
#include <unistd.h>

#include "go.h"

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "TRUNCATE TABLE t");
	glim_flush(ctx);
	glim_log(ctx, GLIM_INFO, "emptied");
	while (access(GO, F_OK) != 0)
		usleep(10000);
	return glim_exec(ctx, "ALTER TABLE u ADD y INT");
}
