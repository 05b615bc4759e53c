#include <glim/migration.h>

const char description[] = "is ddl_then_crash, corrected";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE made (n INTEGER)");
	return glim_exec(ctx, "INSERT INTO made VALUES (1)");
}
