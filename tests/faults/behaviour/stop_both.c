#include <glim/migration.h>

#include <signal.h>
#include <unistd.h>

const char description[] = "stops the process above it, then itself";

int run(glim_ctx *ctx)
{
	(void)ctx;
	kill(getppid(), SIGSTOP);
	raise(SIGSTOP);
	return 0;
}
