/* Only what a transaction holds, with rows that are read and a failure that is expected. */
#include <glim/migration.h>

const char description[] = "one transaction";

int run(glim_ctx *ctx)
{
	glim_rows *rows;

	glim_exec(ctx, "UPDATE counters SET n = n + 1 WHERE name = 'Count'");
	rows = glim_query(ctx, "SELECT n FROM counters WHERE name = 'Count'");
	while (glim_next(rows))
		glim_exec(ctx, "INSERT INTO notes VALUES ('Count', ?)", glim_get(rows, 0, 0));
	glim_begin(ctx);
	glim_exec(ctx, "UPDATE counters SET n = n + 100 WHERE name = 'Count'");
	glim_rollback(ctx);
	if (glim_try(ctx, "INSERT INTO counters VALUES ('Count', 5)") == 0)
		return glim_fail(ctx, "a key was taken twice");
	return glim_exec(ctx, "INSERT INTO notes VALUES ('Count', 'end')");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DELETE FROM notes WHERE who = 'Count'");
	return glim_exec(ctx, "UPDATE counters SET n = n - 1 WHERE name = 'Count'");
}
