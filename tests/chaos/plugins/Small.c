/* One of many that share a commit: built once, it runs under each of the names of small_names. */
#include <glim/migration.h>

const char description[] = "one of many small ones";

/* How many of its like are there. */
static int64_t count(glim_ctx *ctx)
{
	glim_rows *rows = glim_query(ctx, "SELECT COUNT(*) FROM notes WHERE who = 'Small'");
	const int64_t number = glim_next(rows) ? glim_get_int(rows, 0) : -1;

	glim_close(rows);
	return number;
}

static char *text_of(int64_t number)
{
	static char text[8];

	snprintf(text, sizeof text, "%02d", (int)number % 100);
	return text;
}

static bool is_to_fail(glim_ctx *ctx, const char *number)
{
	glim_rows *rows = glim_query(ctx, "SELECT who FROM notes WHERE who = 'stop' AND what = ?",
				     glim_text(number));
	const bool found = glim_next(rows);

	glim_close(rows);
	return found;
}

/* What it has done before it fails must go, and nothing else. */
int run(glim_ctx *ctx)
{
	const char *number = text_of(count(ctx));

	glim_exec(ctx, "UPDATE counters SET n = n + 1 WHERE name = 'Small'");
	glim_exec(ctx, "INSERT INTO notes VALUES ('Small', ?)", glim_text(number));
	if (is_to_fail(ctx, number))
		return glim_fail(ctx, "something is in the way of number %s", number);
	return glim_status(ctx);
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DELETE FROM notes WHERE who = 'Small' AND what = ?",
		  glim_text(text_of(count(ctx) - 1)));
	return glim_exec(ctx,
			 "UPDATE counters SET n = n - 1, downs = downs + 1 WHERE name = 'Small'");
}
