#include <glim/migration.h>

#include <stdlib.h>

const char description[] = "writes to what malloc() did not give";

int run(glim_ctx *ctx)
{
	(void)ctx;
	for (;;)
		memset(malloc(16 << 20), 1, 16 << 20);
}
