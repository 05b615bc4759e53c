#include <glim/migration.h>

#include <unistd.h>

const char description[] = "leaves while it is loaded";

__attribute__((constructor)) static void begin(void)
{
	_exit(0);
}

int run(glim_ctx *ctx)
{
	(void)ctx;
	return 0;
}
