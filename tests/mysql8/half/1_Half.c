#include <glim/migration.h>

const char description[] = "fails between two tables, as long as a third one is missing";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE first (id INTEGER)");
	glim_exec(ctx, "INSERT INTO later VALUES (1)");
	return glim_exec(ctx, "CREATE TABLE second (id INTEGER)");
}
