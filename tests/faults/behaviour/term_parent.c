#include <glim/migration.h>

#include <signal.h>
#include <unistd.h>

const char description[] = "sends SIGTERM to the process above it";

int run(glim_ctx *ctx)
{
	(void)ctx;
	kill(getppid(), SIGTERM);
	usleep(20000);
	return 0;
}
