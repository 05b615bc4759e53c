#include <glim/migration.h>

#include <stdlib.h>

const char description[] = "leaves a program running";

int run(glim_ctx *ctx)
{
	(void)ctx;
	return system("setsid sleep 1000 >/dev/null 2>&1 &");
}
