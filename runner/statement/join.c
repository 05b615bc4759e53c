#include "statement/statement.h"

#include "statement/cutter.h"

bool statement_only(const struct lexis *lexis, const char *sql, const char **begin, size_t *length)
{
	struct lexis one = *lexis;
	struct cutter cutter = { .scanner = { .lexis = &one, .at = sql }, .begin = sql };
	struct span first, second;

	one.delimiter_lines = false;
	if (!cutter_next(&cutter, &first) || cutter_next(&cutter, &second) || cutter.why)
		return false;
	*begin = first.at;
	*length = first.length;
	return true;
}

bool statement_joins(const struct lexis *lexis, const char *const *words, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token first = scanner_next(&scanner);
	const char *begin;
	size_t length;

	for (; *words; words++)
		if (token_is(first, *words))
			return statement_only(lexis, sql, &begin, &length);
	return false;
}
