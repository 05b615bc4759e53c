#include <glim/migration.h>

const char description[] = "takes a while";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "DO SLEEP(3)");
}
