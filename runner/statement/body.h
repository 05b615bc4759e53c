/*
 * Follows the blocks of a routine, trigger, event or compound statement, so that a semicolon
 * inside can be told from the one that ends the statement.
 */
#ifndef GLIM_STATEMENT_BODY_H
#define GLIM_STATEMENT_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "statement/scanner.h"

struct block;
struct routine;

enum body_phase {
	BODY_FIRST,  /* before the first word */
	BODY_KIND,   /* CREATE was read, but not yet of what */
	BODY_HEADER, /* the name, parameters and options of a routine */
	BODY_INSIDE,
	BODY_NONE /* a statement that has no body */
};

struct body {
	enum body_phase phase;
	const struct routine *routine;
	struct block *blocks; /* open ones, the innermost last */
	size_t depth;
	size_t parens;       /* in the header */
	bool ready;          /* the header may end here */
	bool start;          /* a statement of the body begins here */
	bool label;          /* the word before was a label */
	bool angle;          /* inside <<label>> */
	bool held;           /* blocks were opened */
	int handler;         /* how much of DECLARE .. HANDLER FOR was read */
	struct token before; /* the last token */
};

void body_finish(struct body *body);
/* Takes the next token that is no blank and no comment; `after` stands behind it. */
void body_read(struct body *body, struct token token, const struct scanner *after);
/* Where the innermost open block begins; NULL if none is open. */
const char *body_open(const struct body *body);

#endif
