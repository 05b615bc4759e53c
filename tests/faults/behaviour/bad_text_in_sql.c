#include <glim/migration.h>

const char description[] = "has bytes in a statement that are no UTF-8";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO seen VALUES ('\xff\xfe')");
	return glim_exec(ctx, "INSERT INTO \xff\xfe VALUES (1)");
}
