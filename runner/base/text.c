#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void text_reserve(struct text *text, size_t more)
{
	size_t wanted = text->length + more + 1;
	size_t capacity = text->capacity ? text->capacity : 64;

	if (wanted <= text->capacity)
		return;
	while (capacity < wanted)
		capacity *= 2;
	text->data = memory_grow(text->data, capacity, 1);
	text->capacity = capacity;
}

void text_add_bytes(struct text *text, const void *data, size_t length)
{
	text_reserve(text, length);
	if (length)
		memcpy(text->data + text->length, data, length);
	text->length += length;
	text->data[text->length] = '\0';
}

void text_add(struct text *text, const char *piece)
{
	text_add_bytes(text, piece, strlen(piece));
}

void text_add_char(struct text *text, char c)
{
	text_add_bytes(text, &c, 1);
}

/* Where there is room for it, as mostly there is, it is written in its place. */
void text_print(struct text *text, const char *format, ...)
{
	const size_t room = text->capacity - text->length;
	va_list list, again;
	int length;
	char *piece;

	va_start(list, format);
	va_copy(again, list);
	length = vsnprintf(room ? text->data + text->length : NULL, room, format, list);
	if (length >= 0 && (size_t)length < room) {
		text->length += (size_t)length;
	} else {
		piece = memory_format_list(format, again);
		text_add(text, piece);
		free(piece);
	}
	va_end(again);
	va_end(list);
}

void text_clear(struct text *text)
{
	text->length = 0;
	if (text->data)
		text->data[0] = '\0';
}

void text_finish(struct text *text)
{
	free(text->data);
	*text = (struct text){ 0 };
}

char *text_take(struct text *text)
{
	char *data = text->data ? text->data : memory_copy("");

	*text = (struct text){ 0 };
	return data;
}

const char *text_get(const struct text *text)
{
	return text->data ? text->data : "";
}

static size_t utf8_length(const unsigned char *at, size_t left)
{
	static const struct {
		unsigned char mask, lead;
		size_t length;
		uint32_t least;
	} forms[] = { { 0xe0, 0xc0, 2, 0xa0 },
		      { 0xf0, 0xe0, 3, 0x800 },
		      { 0xf8, 0xf0, 4, 0x10000 } };

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		uint32_t point = at[0] & (unsigned char)~forms[i].mask;
		size_t n = 1;

		if ((at[0] & forms[i].mask) != forms[i].lead || left < forms[i].length)
			continue;
		for (; n < forms[i].length && (at[n] & 0xc0) == 0x80; n++)
			point = point << 6 | (at[n] & 0x3f);
		if (n == forms[i].length && point >= forms[i].least && point <= 0x10ffff &&
		    (point < 0xd800 || point > 0xdfff))
			return n;
	}
	return 0;
}

bool text_is_utf8(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length;) {
		const unsigned char *at = (const unsigned char *)bytes + i;
		size_t whole = *at < 0x80 ? 1 : utf8_length(at, length - i);

		if (!whole)
			return false;
		i += whole;
	}
	return true;
}

void text_add_safe(struct text *text, const char *foreign, size_t length)
{
	for (size_t i = 0; i < length;) {
		const unsigned char *at = (const unsigned char *)foreign + i;
		size_t whole = *at < 0x80 ? 0 : utf8_length(at, length - i);

		if (whole) {
			text_add_bytes(text, at, whole);
			i += whole;
			continue;
		}
		if (*at >= 0x20 && *at < 0x7f)
			text_add_char(text, (char)*at);
		else
			text_print(text, "\\x%02x", *at);
		i++;
	}
}
