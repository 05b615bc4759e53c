#include <glim/migration.h>

const char description[] = "a column on a table that somebody reads";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "ALTER TABLE busy ADD COLUMN price INT NOT NULL DEFAULT 7");
}
