#include <glim/migration.h>

const char description[] = "never ends";

int run(glim_ctx *ctx)
{
	(void)ctx;
	for (volatile int i = 0;; i++)
		;
}
