/* The migration after: fails if anything around it is not as it was before the hostile one. */
#include "surroundings.h"

const char description[] = "comes after the hostile one";

static void check_process(glim_ctx *ctx)
{
	struct surroundings found;
	struct rlimit core;
	glim_rows *rows = glim_query(ctx, "SELECT value FROM surroundings WHERE name = 'process'");

	surroundings_look(&found);
	if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_cur != 0)
		glim_fail(ctx, "a crash would leave a core file");
	while (glim_next(rows))
		if (strcmp(glim_get_text(rows, 0), found.text) != 0)
			glim_fail(ctx, "the process was\n%s\nand is\n%s", glim_get_text(rows, 0),
				  found.text);
}

static void check_session(glim_ctx *ctx)
{
	glim_rows *rows = glim_query(ctx, surroundings_compare(ctx));

	while (glim_next(rows))
		glim_fail(ctx, "%s is %s", glim_get_text(rows, 0), glim_get_text(rows, 1));
}

int run(glim_ctx *ctx)
{
	check_process(ctx);
	check_session(ctx);
	return glim_exec(ctx, "INSERT INTO seen VALUES ('after')");
}
