#include <glim/migration.h>

const char description[] = "leaves all tables locked";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "FLUSH TABLES WITH READ LOCK");
}
