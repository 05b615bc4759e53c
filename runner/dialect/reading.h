/* Goes through a statement word by word and name by name. */
#ifndef GLIM_DIALECT_READING_H
#define GLIM_DIALECT_READING_H

#include <stdbool.h>

#include "dialect/object.h"
#include "statement/scanner.h"

struct reading {
	struct scanner scanner;
	struct token token; /* the next one that was not taken yet */
};

struct reading reading_begin(const struct lexis *, const char *sql);
struct token reading_take(struct reading *reading);
bool reading_ended(const struct reading *reading);

bool reading_accept(struct reading *reading, const char *word);
bool reading_accept_symbol(struct reading *reading, char symbol);
bool reading_accept_all(struct reading *reading, const char *words);        /* "TABLE IF EXISTS" */
bool reading_accept_any(struct reading *reading, const char *const *words); /* NULL ends them */

/* Goes to a word, or behind a comma, outside of parentheses; false at the end. */
bool reading_find(struct reading *reading, const char *word);
bool reading_find_comma(struct reading *reading);
bool reading_find_comma_within(struct reading *reading); /* not behind the closing parenthesis */
/* From here to the end, in parentheses or not. */
bool reading_has(struct reading reading, const char *word);

/* WAIT 5 or NOWAIT, if it stands here. */
void reading_skip_wait(struct reading *reading);

/*
 * [schema.]name, quoted as the lexis does; NULL if no name stands here. Where only double quotes
 * hold names, a bare one is made lower case, as the server does. The caller frees it.
 */
char *reading_name(struct reading *reading);

#endif
