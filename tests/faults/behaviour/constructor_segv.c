#include <glim/migration.h>

const char description[] = "crashes while it is loaded";

static volatile int *volatile nowhere;

__attribute__((constructor)) static void begin(void)
{
	*nowhere = 1;
}

int run(glim_ctx *ctx)
{
	(void)ctx;
	return 0;
}
