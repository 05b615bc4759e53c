#include <glim/migration.h>

#include <unistd.h>

const char description[] = "forks and returns twice";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	fork();
	glim_exec(ctx, "INSERT INTO t VALUES (2)");
	return glim_flush(ctx);
}
