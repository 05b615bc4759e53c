#include <glim/migration.h>

#include <unistd.h>

const char description[] = "sleeps for ever";

int run(glim_ctx *ctx)
{
	(void)ctx;
	for (;;)
		pause();
}
