#include <glim/migration.h>

const char description[] = "begins a transaction of its own";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	glim_exec(ctx, "BEGIN");
	return 0;
}
