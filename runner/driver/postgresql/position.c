#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { SHOWN = 40 };

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

void position_add(struct text *out, const char *sql, const char *position)
{
	long left = position ? strtol(position, NULL, 10) : 0;
	size_t line = 1, length = 0;

	if (left <= 0)
		return;
	for (; *sql && left > 1; sql++) {
		line += *sql == '\n';
		left -= !is_continuation(sql[1]);
	}
	while (sql[length] && sql[length] != '\n' &&
	       (length < SHOWN || is_continuation(sql[length])))
		length++;
	if (!length)
		return;
	text_print(out, " (line %zu: ", line);
	text_add_bytes(out, sql, length);
	text_add(out, ")");
}
