#include "output/width.h"

#include <string.h>
#include <wchar.h>

#include "base/text.h"

/* In a locale without UTF-8 a character is taken for one column. */
static size_t count_characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

size_t width_of(const char *text)
{
	mbstate_t state = { 0 };
	const char *at = text, *end = text + strlen(text);
	size_t width = 0;

	while (at < end) {
		wchar_t character;
		size_t length = mbrtowc(&character, at, (size_t)(end - at), &state);
		int columns;

		if (length == (size_t)-1 || length == (size_t)-2 || length == 0)
			return width + count_characters(at);
		columns = wcwidth(character);
		width += columns < 0 ? 1 : (size_t)columns;
		at += length;
	}
	return width;
}

void width_pad(struct text *text, size_t columns)
{
	while (columns--)
		text_add_char(text, ' ');
}
