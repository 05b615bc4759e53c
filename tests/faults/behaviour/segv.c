#include <glim/migration.h>

const char description[] = "writes to address 0 after a statement";

int run(glim_ctx *ctx)
{
	volatile int *nowhere = NULL;

	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	*nowhere = 1;
	return 0;
}
