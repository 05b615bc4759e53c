#include <glim/migration.h>

#include <signal.h>
#include <unistd.h>

const char description[] = "leaves fifty processes behind, each in a session of its own";

int run(glim_ctx *ctx)
{
	(void)ctx;
	for (int i = 0; i < 50; i++)
		if (fork() == 0) {
			setsid();
			signal(SIGTERM, SIG_IGN);
			for (;;)
				pause();
		}
	return 0;
}
