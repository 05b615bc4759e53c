/* What one statement answered is used after a boundary: ids, counts, codes, variables. */
#include "on.h"

const char description[] = "answers that are used later";

int run(glim_ctx *ctx)
{
	int64_t id, changes;
	int code;

	glim_exec(ctx, on(ctx, "CREATE TABLE keys_a (id INTEGER PRIMARY KEY, n INTEGER)",
			  "CREATE TABLE keys_a (id INT AUTO_INCREMENT PRIMARY KEY, n INT)",
			  "CREATE TABLE keys_a (id SERIAL PRIMARY KEY, n INTEGER)"));
	glim_exec(ctx, "INSERT INTO keys_a (n) VALUES (7)");
	id = glim_last_id(ctx);
	glim_exec(ctx, "UPDATE counters SET n = n + 1 WHERE name = 'Keys'");
	changes = glim_changes(ctx);
	glim_exec(ctx,
		  on(ctx, "SELECT 1", "SET @chaos_word = 'kept'", "SET glim.chaos_word = 'kept'"));
	glim_exec(ctx, "CREATE TABLE keys_b (id INTEGER PRIMARY KEY, n INTEGER, word VARCHAR(9))");
	glim_exec(ctx, on(ctx, "SELECT 1", "DO 1", "VACUUM keys_a"));
	glim_exec(ctx,
		  on(ctx, "INSERT INTO keys_b VALUES (?, ?, 'kept')",
		     "INSERT INTO keys_b VALUES (?, ?, @chaos_word)",
		     "INSERT INTO keys_b VALUES (?, ?, current_setting('glim.chaos_word'))"),
		  glim_int(id), glim_int(changes));
	code = glim_try(ctx, "CREATE TABLE keys_a (id INTEGER)");
	glim_exec(ctx, "INSERT INTO notes VALUES ('Keys', ?)", glim_text(code ? "there" : "made"));
	glim_exec(ctx,
		  on(ctx, "CREATE INDEX keys_n ON keys_b (n)", "CREATE INDEX keys_n ON keys_b (n)",
		     "CREATE INDEX CONCURRENTLY keys_n ON keys_b (n)"));
	glim_exec(ctx, "INSERT INTO keys_b VALUES (?, 2, 'end')", glim_int(id + 1));
	/* An id that was given and taken back is not given again: only the distance is certain. */
	glim_exec(ctx, "UPDATE keys_b SET id = id - (SELECT MAX(id) FROM keys_a)");
	return glim_exec(ctx, "UPDATE keys_a SET id = 1");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "UPDATE counters SET n = 0, downs = downs + 1 WHERE name = 'Keys'");
	glim_exec(ctx, "DROP TABLE keys_b");
	glim_exec(ctx, "DELETE FROM notes WHERE who = 'Keys'");
	return glim_exec(ctx, "DROP TABLE keys_a");
}
