#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "SET innodb_lock_wait_timeout = 1");
	return glim_exec(ctx, "CALL p()");
}
