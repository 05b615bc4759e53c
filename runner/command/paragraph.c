#include "command/paragraph.h"

#include <string.h>

enum { COLUMNS = 80 };

static void break_line(struct text *text, int indent, int *column)
{
	text_print(text, "\n%*s", indent, "");
	*column = indent;
}

static void add_word(struct text *text, const char *word, int length, int indent, int *column)
{
	if (*column > indent && *column + 1 + length > COLUMNS)
		break_line(text, indent, column);
	if (*column > indent) {
		text_add_char(text, ' ');
		++*column;
	}
	text_add_bytes(text, word, (size_t)length);
	*column += length;
}

static void add_words(struct text *text, const char *line, size_t length, int indent, int *column)
{
	const char *end = line + length;

	while (line < end) {
		size_t word = strcspn(line, " \n");

		if (word)
			add_word(text, line, (int)word, indent, column);
		line += word + 1;
	}
}

/* A line that begins with a blank, or is one. */
static void keep_line(struct text *text, const char *line, size_t length, int indent, int *column)
{
	if (*column > indent)
		text_add_char(text, '\n');
	text_print(text, "%.*s\n", (int)length, line);
	*column = indent;
}

void paragraph_add(struct text *text, const char *words, int indent)
{
	int column = indent;

	while (*words) {
		size_t length = strcspn(words, "\n");

		if (*words == ' ' || length == 0)
			keep_line(text, words, length, indent, &column);
		else
			add_words(text, words, length, indent, &column);
		words += length + (words[length] == '\n');
	}
	if (column > indent)
		text_add_char(text, '\n');
}
