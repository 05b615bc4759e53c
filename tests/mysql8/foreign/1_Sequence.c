#include <glim/migration.h>

const char description[] = "asks for what only MariaDB has";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "CREATE SEQUENCE numbers");
}
