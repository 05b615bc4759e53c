/* Finds where statements end in a text. The text is borrowed. */
#ifndef GLIM_STATEMENT_CUTTER_H
#define GLIM_STATEMENT_CUTTER_H

#include <stdbool.h>
#include <stddef.h>

#include "statement/scanner.h"

struct cutter {
	struct scanner scanner;
	const char *begin;     /* of the whole text */
	const char *delimiter; /* of a DELIMITER line; NULL: the semicolon */
	size_t delimiter_length;
	const char *wrong; /* where what cannot be cut begins; NULL while all is well */
	const char *why;
};

struct span {
	const char *at;
	size_t length;
};

/* The next statement; false at the end, or where something is wrong. */
bool cutter_next(struct cutter *cutter, struct span *statement);

#endif
