#include <glim/migration.h>

const char description[] = "the last word, in C";
GLIM_DEPENDS("Pears, Figs, Notes, Counts");

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO notes VALUES (3, ?)", glim_text("all there"));
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM notes WHERE id = 3");
}
