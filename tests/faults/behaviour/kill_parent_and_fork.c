#include <glim/migration.h>

#include <signal.h>
#include <unistd.h>

const char description[] = "kills the process above it from a process that it leaves behind";

int run(glim_ctx *ctx)
{
	pid_t parent = getppid();

	(void)ctx;
	if (fork() == 0) {
		setsid();
		kill(parent, SIGKILL);
		for (;;)
			pause();
	}
	for (;;)
		pause();
}
