#include <glim/migration.h>

const char description[] = "looks at no result and says that all is well";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	glim_exec(ctx, "INSERT INTO absent VALUES (1)");
	glim_exec(ctx, "INSERT INTO t VALUES (2)");
	glim_flush(ctx);
	glim_exec(ctx, "INSERT INTO t VALUES (3)");
	return 0;
}
