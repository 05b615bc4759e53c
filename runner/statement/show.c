#include "statement/statement.h"

#include <string.h>

static const char dots[] = "...";

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t character_length(const char *at)
{
	size_t length = 1;

	if ((unsigned char)*at < 0xc0)
		return 1;
	while (length < 4 && is_continuation(at[length]))
		length++;
	return length;
}

static size_t columns_from(const struct text *text, size_t at)
{
	size_t columns = 0;

	for (; at < text->length; at++)
		columns += !is_continuation(text->data[at]);
	return columns;
}

static const char *add_character(struct text *text, const char *at)
{
	size_t length = character_length(at);

	if (!is_blank(*at)) {
		text_add_safe(text, at, length);
		return at + length;
	}
	while (is_blank(*at))
		at++;
	if (*at && text->length)
		text_add_char(text, ' ');
	return at;
}

static void cut(struct text *text, size_t length, size_t most)
{
	text->length = length;
	text_add_bytes(text, dots, most < strlen(dots) ? most : strlen(dots));
}

char *statement_show(const char *sql, size_t most)
{
	struct text text = { 0 };
	size_t columns = 0, room = 0; /* what may stay when the rest is cut */

	while (*sql && columns <= most) {
		size_t before = text.length;

		sql = add_character(&text, sql);
		columns += columns_from(&text, before);
		if (columns + strlen(dots) <= most)
			room = text.length;
	}
	if (columns > most)
		cut(&text, room, most);
	return text_take(&text);
}
