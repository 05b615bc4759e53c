#include <glim/migration.h>

const char description[] = "writes, then fails";

int run(glim_ctx *ctx)
{
	for (int i = 0; i < 100; i++)
		glim_exec(ctx, "INSERT INTO t VALUES (?)", glim_int(i));
	glim_flush(ctx);
	return glim_fail(ctx, "100 rows are too many");
}
