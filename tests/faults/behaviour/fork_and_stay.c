#include <glim/migration.h>

#include <unistd.h>

const char description[] = "leaves processes behind and never ends";

int run(glim_ctx *ctx)
{
	(void)ctx;
	for (int i = 0; i < 5; i++)
		if (fork() == 0) {
			setsid();
			for (;;)
				pause();
		}
	for (;;)
		pause();
}
