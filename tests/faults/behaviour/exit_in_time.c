#include <glim/migration.h>

#include <unistd.h>

const char description[] = "leaves by _exit(0) between buffered statements";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	glim_flush(ctx);
	glim_exec(ctx, "INSERT INTO t VALUES (2)");
	_exit(0);
}
