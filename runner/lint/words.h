/* Reads a statement by its words, from left to right. A small struct that is passed by value. */
#ifndef GLIM_LINT_WORDS_H
#define GLIM_LINT_WORDS_H

#include <stdbool.h>

#include "statement/scanner.h"

struct words {
	struct scanner scanner;
};

struct words words_of(const struct lexis *, const char *sql);
/* Moves behind these words, parted by one blank, if they come next. */
bool words_skip(struct words *, const char *phrase);
bool words_symbol(struct words *, char symbol); /* the same for a symbol */
/* The name that comes next, without its quotes and without a schema before it (owned); or NULL. */
char *words_name(struct words *words);
/* Is this word anywhere further on, outside of parentheses? Ends at a comma at that level if told.
 */
bool words_has(struct words, const char *word);
/* Moves behind the next comma outside of parentheses; false at the end. */
bool words_next_item(struct words *words);
/* This item up to its comma as text (owned). */
char *words_item(struct words words);

#endif
