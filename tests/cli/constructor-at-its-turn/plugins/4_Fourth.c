#include <stdio.h>

#include <glim/migration.h>

__attribute__((constructor)) static void begin(void)
{
	puts("Fourth is loaded");
}

int run(glim_ctx *ctx)
{
	(void)ctx;
	return 0;
}
