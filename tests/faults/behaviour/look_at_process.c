#include <glim/migration.h>

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const char description[] = "looks for what another migration changed";

int run(glim_ctx *ctx)
{
	char cwd[64];
	mode_t mask = umask(022);

	if (!getcwd(cwd, sizeof cwd) || strcmp(cwd, "/") != 0)
		return glim_fail(ctx, "the folder is %s", cwd);
	if (mask != 022)
		return glim_fail(ctx, "the umask is %o", (unsigned)mask);
	if (getenv("LEFT"))
		return glim_fail(ctx, "a variable is left");
	if (signal(SIGTERM, SIG_DFL) != SIG_DFL)
		return glim_fail(ctx, "a signal is ignored");
	if (alarm(0))
		return glim_fail(ctx, "an alarm is set");
	return 0;
}
