#include <glim/migration.h>

#include <unistd.h>

const char description[] = "never ends, and has a timeout of its own";

GLIM_OPTIONS(.timeout = 1);

int run(glim_ctx *ctx)
{
	(void)ctx;
	for (;;)
		pause();
}
