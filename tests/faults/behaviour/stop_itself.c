#include <glim/migration.h>

#include <signal.h>

const char description[] = "stops itself";

int run(glim_ctx *ctx)
{
	(void)ctx;
	raise(SIGSTOP);
	return 0;
}
