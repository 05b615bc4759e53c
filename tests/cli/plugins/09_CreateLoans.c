#include <glim/migration.h>

const char description[] = "creates the loans table";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "CREATE TABLE loans (book INTEGER, reader VARCHAR(40))");
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE loans");
}
