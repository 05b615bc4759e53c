#include <glim/migration.h>

const char description[] = "is plain_table, corrected";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE made (n INTEGER) ENGINE=MyISAM");
	return glim_exec(ctx, "INSERT INTO made VALUES (1)");
}
