#include <glim/migration.h>

#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const char description[] = "changes what belongs to the process";

int run(glim_ctx *ctx)
{
	char *const no_arguments[] = { NULL };

	(void)ctx;
	if (chdir("/tmp"))
		return 1;
	umask(0777);
	setlocale(LC_ALL, "C.UTF-8");
	setenv("LEFT", "behind", 1);
	signal(SIGSEGV, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	alarm(1000);
	return no_arguments[0] != NULL;
}
