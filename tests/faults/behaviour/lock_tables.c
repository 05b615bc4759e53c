#include <glim/migration.h>

const char description[] = "leaves locked tables behind";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "LOCK TABLES t WRITE");
}
