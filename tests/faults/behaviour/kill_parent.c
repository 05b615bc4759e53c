#include <glim/migration.h>

#include <signal.h>
#include <unistd.h>

const char description[] = "kills the process above it and stays";

int run(glim_ctx *ctx)
{
	(void)ctx;
	kill(getppid(), SIGKILL);
	for (;;)
		pause();
}
