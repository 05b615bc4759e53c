#include <glim/migration.h>

const char description[] = "executes what is no instruction";

int run(glim_ctx *ctx)
{
	(void)ctx;
	__builtin_trap();
}
