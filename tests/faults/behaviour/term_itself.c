#include <glim/migration.h>

#include <signal.h>

const char description[] = "sends SIGTERM to itself";

int run(glim_ctx *ctx)
{
	(void)ctx;
	raise(SIGTERM);
	return 0;
}
