/* Reads SQL text token by token, as one lexis spells it. The text is borrowed. */
#ifndef GLIM_STATEMENT_SCANNER_H
#define GLIM_STATEMENT_SCANNER_H

#include <stdbool.h>
#include <stddef.h>

#include "statement/rule.h"

enum token_kind {
	TOKEN_END,
	TOKEN_BLANK,
	TOKEN_COMMENT,
	TOKEN_EXECUTABLE, /* what opens or closes a comment that the server runs */
	TOKEN_WORD,       /* keywords, bare names, numbers */
	TOKEN_NAME,       /* a quoted name */
	TOKEN_TEXT,
	TOKEN_MARK, /* `?`, or `??` with a length of 2 */
	TOKEN_SYMBOL,
	TOKEN_BROKEN /* a text, name or comment without end; it reaches to the end */
};

struct token {
	enum token_kind kind;
	const char *at;
	size_t length;
};

struct scanner {
	const struct lexis *lexis;
	const char *at;
	bool in_executable;
	const char *why; /* what is broken; NULL while nothing is */
};

struct token scanner_read(struct scanner *scanner); /* every token */
struct token scanner_next(struct scanner *scanner); /* without blanks and comments of any kind */
struct token scanner_peek(const struct scanner *scanner); /* what scanner_next would give */

bool token_is(struct token token, const char *word); /* a word, whatever its case */
bool token_is_symbol(struct token token, char symbol);
/* A word or a quoted name that reads `name`, whatever the case of its ASCII letters. */
bool token_names(struct token token, const char *name);

#endif
