#include <glim/migration.h>

const char description[] = "divides by zero";

int run(glim_ctx *ctx)
{
	(void)ctx;
	volatile int one = 1, zero = 0;

	return one / zero;
}
