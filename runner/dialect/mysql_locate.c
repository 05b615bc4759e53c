#include "dialect/mysql_locate.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char before_text[] = MYSQL_BEFORE_QUOTE, behind_text[] = MYSQL_BEHIND_QUOTE;

static const char *find_line(const char *sql, long line)
{
	while (sql && line-- > 1) {
		sql = strchr(sql, '\n');
		sql = sql ? sql + 1 : NULL;
	}
	return sql;
}

/* A long quote is cut, and ends in dots then. */
static size_t without_dots(const char *near, size_t length)
{
	return length > 3 && memcmp(near + length - 3, "...", 3) == 0 ? length - 3 : length;
}

/* Behind the statement the quote goes on with what travelled with it. */
static bool is_quoted(const char *found, const char *near, size_t length)
{
	const size_t rest = strlen(found);

	return strncmp(found, near, length < rest ? length : rest) == 0;
}

/* The server quotes what follows the place, from its token on, and counts the statement's lines. */
size_t mysql_locate(const char *sql, const char *message)
{
	const char *near = strstr(message, before_text), *end = NULL, *line, *found;
	size_t length;

	for (const char *at = near; at && (at = strstr(at, behind_text)); at++)
		end = at;
	if (end == near + strlen(before_text))
		return strlen(sql) + 1;
	line = end ? find_line(sql, strtol(end + strlen(behind_text), NULL, 10)) : NULL;
	if (!line)
		return 0;
	near += strlen(before_text);
	length = without_dots(near, (size_t)(end - near));
	for (found = line; (found = memchr(found, *near, strlen(found))); found++)
		if (is_quoted(found, near, length))
			return (size_t)(found - sql) + 1;
	return (size_t)(line - sql) + 1;
}
