#include <glim/migration.h>

#include <unistd.h>

const char description[] = "never gets loaded";

__attribute__((constructor)) static void begin(void)
{
	for (;;)
		pause();
}

int run(glim_ctx *ctx)
{
	(void)ctx;
	return 0;
}
