#include <stdlib.h>
#include <string.h>

#include "dialect/mysql_locate.h"
#include "dialect/mysql_objects.h"
#include "statement/scanner.h"
#include "statement/statement.h"

enum { PARSE_ERROR = 1064, QUOTED = 80 };

/*
 * They execute no text: a routine that they make is only stored, and a function or trigger that
 * they call may not use one. CALL, EXECUTE and blocks do, and have its errors for theirs.
 */
static bool runs_no_text(struct token first)
{
	static const char *const words[] = { "CREATE",   "ALTER",  "DROP",   "RENAME",
					     "TRUNCATE", "GRANT",  "REVOKE", "INSERT",
					     "REPLACE",  "UPDATE", "DELETE", "LOAD" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (token_is(first, words[i]))
			return true;
	return false;
}

/* The quote is all of the statement, or as much of it as a quote has: not even a word was taken. */
static bool quotes_all(const char *statement, const char *quote)
{
	const char *end = quote;
	size_t length;

	for (const char *at = quote; (at = strstr(at, MYSQL_BEHIND_QUOTE)); at++)
		end = at;
	length = (size_t)(end - quote);
	return strncmp(statement, quote, length) == 0 &&
	       (length >= strlen(statement) || length >= QUOTED);
}

bool mysql_parse_refused(const struct lexis *lexis, const char *sql, int native, size_t position,
			 const char *message)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	const struct token first = scanner_next(&scanner);
	const char *quote = strstr(message, MYSQL_BEFORE_QUOTE);

	(void)position;
	if (native != PARSE_ERROR || !quote || mysql_has_executable_comment(lexis, sql))
		return false;
	return runs_no_text(first) || quotes_all(first.at, quote + strlen(MYSQL_BEFORE_QUOTE));
}
