#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { SHOWN = 40 };

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

size_t position_byte(const char *sql, const char *position)
{
	long left = position ? strtol(position, NULL, 10) : 0;
	const char *at = sql;

	if (left <= 0)
		return 0;
	for (; *at && left > 1; at++)
		left -= !is_continuation(at[1]);
	return (size_t)(at - sql) + 1;
}

static size_t line_of(const char *sql, size_t byte)
{
	size_t line = 1;

	for (size_t i = 0; i + 1 < byte; i++)
		line += sql[i] == '\n';
	return line;
}

void position_add(struct text *out, const char *sql, const char *position)
{
	const size_t byte = position_byte(sql, position);
	const char *at = byte ? sql + byte - 1 : "";
	size_t length = 0;

	while (at[length] && at[length] != '\n' && (length < SHOWN || is_continuation(at[length])))
		length++;
	if (!length)
		return;
	text_print(out, " (line %zu: ", line_of(sql, byte));
	text_add_bytes(out, at, length);
	text_add(out, ")");
}
