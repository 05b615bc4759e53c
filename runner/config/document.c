#include "config/document.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { QUOTE_LIMIT = 120 };

/* What the parser would only call an invalid token. */
static bool encoding_is_fit(struct document *document, struct error *error)
{
	static const struct {
		const char *mark;
		size_t length;
		const char *sentence;
	} marks[] = {
		{ "\xef\xbb\xbf", 3,
		  "starts with a byte order mark: save it as UTF-8 without one" },
		{ "\xff\xfe", 2, "is UTF-16: save it as UTF-8" },
		{ "\xfe\xff", 2, "is UTF-16: save it as UTF-8" },
	};
	const char *nul = memchr(document->text, '\0', document->length);

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (document->length >= marks[i].length &&
		    !memcmp(document->text, marks[i].mark, marks[i].length))
			return document_fail(document, document->text, error, ERROR_CONFIG, "%s %s",
					     document->name, marks[i].sentence);
	if (nul)
		return document_fail(document, nul, error, ERROR_CONFIG,
				     "%s holds a NUL byte: it is not a text", document->name);
	if (*document_start(document) == '\0')
		return document_fail(document, NULL, error, ERROR_CONFIG,
				     "%s is empty: the least it may hold is {}", document->name);
	return true;
}

bool document_parse(struct document *document, const char *name, const char *text, size_t length,
		    struct error *error)
{
	json_error_t reason;
	const char *at = NULL;
	char *words;

	*document = (struct document){ .name = name, .length = length };
	document->text = memory_copy_bytes(text, length);
	place_start(&document->cursor, document->text);
	if (!encoding_is_fit(document, error))
		return false;
	document->root = json_loadb(document->text, length, JSON_REJECT_DUPLICATES, &reason);
	if (json_is_object(document->root))
		return true;
	if (document->root)
		return document_fail(document, document_start(document), error, ERROR_CONFIG,
				     "%s must hold an object, { .. }, not an array", name);
	words = syntax_reason(document, &reason, &at);
	document_fail(document, at, error, ERROR_CONFIG, "%s is not valid JSON: %s", name, words);
	free(words);
	return false;
}

const char *document_start(const struct document *document)
{
	return document->text + strspn(document->text, " \t\r\n");
}

void document_finish(struct document *document)
{
	json_decref(document->root);
	if (document->text)
		explicit_bzero(document->text, document->length);
	free(document->text);
	*document = (struct document){ 0 };
}

char *document_place(struct document *document, const char *at)
{
	int line, column;

	if (!at)
		return memory_copy(document->name);
	place_find(&document->cursor, at, &line, &column);
	return memory_format("%s:%d:%d", document->name, line, column);
}

bool document_fail(struct document *document, const char *at, struct error *error,
		   enum error_code code, const char *format, ...)
{
	char *sentence;
	char *place = document_place(document, at);
	va_list args;

	va_start(args, format);
	sentence = memory_format_list(format, args);
	va_end(args);
	error_set(error, code, "%s", sentence);
	error_line(&error->at, "%s", place);
	free(sentence);
	free(place);
	return false;
}

char *document_quote(const char *word)
{
	size_t length = strlen(word);
	struct text quoted = { 0 };

	text_add_char(&quoted, '"');
	text_add_safe(&quoted, word, length < QUOTE_LIMIT ? length : QUOTE_LIMIT);
	text_add(&quoted, length < QUOTE_LIMIT ? "\"" : "..\"");
	return text_take(&quoted);
}
