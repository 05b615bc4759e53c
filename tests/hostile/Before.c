/* The migration before: makes the tables, and writes down what it finds around itself. */
#include "surroundings.h"

const char description[] = "comes before the hostile one";

int run(glim_ctx *ctx)
{
	struct surroundings found;

	glim_exec(ctx, "CREATE TABLE t (n INTEGER)");
	glim_exec(ctx, "CREATE TABLE seen (name VARCHAR(20))");
	glim_exec(ctx, "CREATE TABLE surroundings (name VARCHAR(64), value VARCHAR(4000))");
	glim_exec(ctx, "INSERT INTO seen VALUES ('before')");
	surroundings_look(&found);
	glim_exec(ctx, "INSERT INTO surroundings VALUES ('process', ?)", glim_text(found.text));
	return glim_exec(ctx, surroundings_keep(ctx));
}
