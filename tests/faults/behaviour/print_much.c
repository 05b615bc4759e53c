#include <glim/migration.h>

#include <stdio.h>

const char description[] = "prints eight megabytes";

int run(glim_ctx *ctx)
{
	(void)ctx;
	for (int i = 0; i < 100000; i++)
		puts("01234567890123456789012345678901234567890123456789012345678901234567890123456"
		     "78");
	return 0;
}
