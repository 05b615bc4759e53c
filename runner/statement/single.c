#include "statement/statement.h"

#include "statement/cutter.h"

/* Counts no further than two; *why says what cannot be read. */
static size_t count_statements(const struct lexis *lexis, const char *sql, const char **why)
{
	struct cutter cutter = { .scanner = { .lexis = lexis, .at = sql }, .begin = sql };
	struct span span;
	size_t count = 0;

	while (count < 2 && cutter_next(&cutter, &span))
		count++;
	*why = cutter.why;
	return count;
}

bool statement_is_single(const struct lexis *lexis, const char *sql, const char **why)
{
	struct lexis one = *lexis;
	size_t count;

	one.delimiter_lines = false;
	count = count_statements(&one, sql, why);
	if (*why)
		return false;
	if (count == 1) {
		/* What a server skips in such a comment, it reads as any other comment. */
		one.executable_comments = false;
		count = count_statements(&one, sql, why) > 1 ? 2 : 1;
		*why = NULL;
	}
	if (count != 1)
		*why = count ? "there is more than one statement" : "there is no statement";
	return count == 1;
}
