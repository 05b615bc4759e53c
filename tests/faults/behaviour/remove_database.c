#include <glim/migration.h>

#include <unistd.h>

const char description[] = "removes the database's file";

int run(glim_ctx *ctx)
{
	unlink(DATABASE);
	return glim_exec(ctx, "INSERT INTO t VALUES (1)");
}
