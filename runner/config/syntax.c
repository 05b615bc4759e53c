#include "config/document.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* Mistakes that people make in JSON, by the sign that the parser stumbled over. */
static const struct {
	char sign;
	char before; /* the sign before it; 0: any */
	const char *words;
} mistakes[] = {
	{ '}', ',', "a comma stands before the closing bracket" },
	{ ']', ',', "a comma stands before the closing bracket" },
	{ ',', ',', "two commas follow each other" },
	{ '/', 0, "it has no comments" },
	{ '#', 0, "it has no comments" },
	{ '\'', 0, "texts stand in double quotes" },
};

static const struct {
	enum json_error_code code;
	const char *words;
} reasons[] = {
	{ json_error_premature_end_of_input, "it ends before all brackets and quotes are closed" },
	{ json_error_stack_overflow, "it is nested too deeply" },
	{ json_error_invalid_utf8, "a byte is not UTF-8" },
	{ json_error_null_character, "\\u0000 is not allowed" },
	{ json_error_null_byte_in_key, "\\u0000 is not allowed" },
	{ json_error_numeric_overflow, "a number is too large" },
	{ json_error_end_of_input_expected, "something follows the closing bracket" },
};

/* The parser's own words for what people know by another name. */
static const struct {
	const char *parser, *words;
} translations[] = {
	{ "'}' expected", "a comma or a closing bracket is missing" },
	{ "']' expected", "a comma or a closing bracket is missing" },
	{ "':' expected", "a colon is missing behind a key" },
	{ "string or '}' expected", "a key in double quotes is missing" },
	{ "'[' or '{' expected", "it must hold an object, { .. }" },
	{ "unexpected newline", "a text is not closed on its line" },
};

static char sign_before(const struct document *document, const char *at)
{
	while (at > document->text && strchr(" \t\r\n", at[-1]))
		at--;
	return at > document->text ? at[-1] : '\0';
}

static const char *find_mistake(const struct document *document, const char *at)
{
	const char before = sign_before(document, at);

	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
		if (mistakes[i].sign == *at &&
		    (!mistakes[i].before || mistakes[i].before == before))
			return mistakes[i].words;
	return NULL;
}

static const char *find_reason(enum json_error_code code)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].code == code)
			return reasons[i].words;
	return NULL;
}

/* The parser quotes the text it stumbled over, which may be a password: that part is dropped. */
static char *cut_words(const json_error_t *error)
{
	const char *end = strstr(error->text, " near ");
	struct text words = { 0 };

	text_add_safe(&words, error->text, end ? (size_t)(end - error->text) : strlen(error->text));
	return text_take(&words);
}

static char *parser_words(const json_error_t *error)
{
	for (size_t i = 0; i < sizeof translations / sizeof *translations; i++)
		if (!strncmp(error->text, translations[i].parser, strlen(translations[i].parser)))
			return memory_copy(translations[i].words);
	return cut_words(error);
}

static char *duplicate_words(const char *at)
{
	const char *end = at + 1;
	struct text words = { 0 };

	while (*end && *end != '"')
		end += *end == '\\' && end[1] ? 2 : 1;
	text_add(&words, "the key \"");
	text_add_safe(&words, at + 1, (size_t)(end - at - 1));
	text_add(&words, "\" stands twice in one object");
	return text_take(&words);
}

char *syntax_reason(const struct document *document, const json_error_t *error, const char **at)
{
	const enum json_error_code code = json_error_code(error);
	size_t offset = error->position > 0 ? (size_t)error->position : 0;
	const char *words;

	if (offset > document->length)
		offset = document->length;
	*at = place_token(document->text, offset);
	if (code == json_error_invalid_utf8)
		*at = document->text + offset;
	if (code == json_error_duplicate_key)
		return duplicate_words(*at);
	if (code == json_error_premature_end_of_input)
		*at = document->text + document->length;
	words = find_reason(code);
	if (!words)
		words = find_mistake(document, *at);
	return words ? memory_copy(words) : parser_words(error);
}
