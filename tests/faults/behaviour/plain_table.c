#include <glim/migration.h>

const char description[] = "fails after it wrote to a table without transactions";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE made (n INTEGER) ENGINE=MyISAM");
	glim_exec(ctx, "INSERT INTO made VALUES (1)");
	return glim_fail(ctx, "and now fails");
}
