#include <glim/migration.h>

#include <signal.h>
#include <unistd.h>

const char description[] = "blocks and ignores every signal, and never ends";

int run(glim_ctx *ctx)
{
	(void)ctx;
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	for (int i = 1; i < 65; i++)
		signal(i, SIG_IGN);
	for (;;)
		pause();
}
