#include <glim/migration.h>

const char description[] = "crashes after a statement that commits";

int run(glim_ctx *ctx)
{
	volatile int *nowhere = NULL;

	glim_exec(ctx, "CREATE TABLE made (n INTEGER)");
	glim_exec(ctx, "INSERT INTO made VALUES (1)");
	glim_flush(ctx);
	*nowhere = 1;
	return 0;
}
