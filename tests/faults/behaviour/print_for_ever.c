#include <glim/migration.h>

#include <stdio.h>

const char description[] = "prints without end";

int run(glim_ctx *ctx)
{
	(void)ctx;
	for (;;)
		puts("on and on");
}
