/* Many statements that wait for each other: more than one packet holds, before and behind a table.
 */
#include <glim/migration.h>

enum { MANY = 100 };

const char description[] = "many statements";

static void note_all(glim_ctx *ctx, const char *half)
{
	for (int i = 0; i < MANY; i++)
		glim_exec(ctx, "INSERT INTO notes VALUES (?, ?)", glim_text(half), glim_int(i));
}

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "UPDATE counters SET n = n + 1 WHERE name = 'Many'");
	note_all(ctx, "Many, first");
	if (glim_changes(ctx) != 1)
		return glim_fail(ctx, "a row was not written");
	note_all(ctx, "Many, second");
	glim_exec(ctx, "CREATE TABLE many_t (id INTEGER PRIMARY KEY)");
	note_all(ctx, "Many, third");
	return glim_exec(ctx, "INSERT INTO many_t VALUES (1)");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DELETE FROM notes WHERE who LIKE 'Many%'");
	glim_flush(ctx);
	glim_exec(ctx, "UPDATE counters SET n = n - 1, downs = downs + 1 WHERE name = 'Many'");
	glim_flush(ctx);
	return glim_exec(ctx, "DROP TABLE many_t");
}
