/* A JSON text with a name: parsed, and able to say where in it something is wrong. */
#ifndef GLIM_CONFIG_DOCUMENT_H
#define GLIM_CONFIG_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/error.h"
#include "config/place.h"

struct document {
	const char *name; /* as people call the file: "conf/config.json" */
	char *text;
	size_t length;
	json_t *root; /* an object */
	struct place_cursor cursor;
};

/* False: the error is set; document_finish is due all the same. */
bool document_parse(struct document *document, const char *name, const char *text, size_t length,
		    struct error *error);
void document_finish(struct document *document);

const char *document_start(const struct document *document); /* of its value */

/* "config.json:7:18"; only the name where `at` is NULL. A new text. */
char *document_place(struct document *document, const char *at);

/* Sets the sentence and its place; always returns false. */
__attribute__((format(printf, 5, 6))) bool document_fail(struct document *document, const char *at,
							 struct error *error, enum error_code code,
							 const char *format, ...);

/* A foreign word in quotes, safe for a terminal and of bounded length. A new text. */
char *document_quote(const char *word);

/* syntax.c: why the parser refused the text, in our words; *at says where. A new text. */
char *syntax_reason(const struct document *document, const json_error_t *error, const char **at);

#endif
