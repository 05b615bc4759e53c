/* The rows of a statement, kept. */
#ifndef GLIM_TESTS_DB_ROWS_H
#define GLIM_TESTS_DB_ROWS_H

#include "target.h"

struct rows {
	char **names;
	size_t columns;
	glim_value *cells; /* row after row; texts and blobs are owned, and end with a NUL */
	size_t count;      /* of rows */
	size_t most;       /* stop after so many; 0: never */
	bool along_index;  /* of the sink */
};

struct rows rows_read(const struct target *, const char *sql, const glim_value *, size_t count);
bool rows_try(const struct target *, const char *sql, const glim_value *, size_t count,
	      struct rows *, struct failure *);
const glim_value *rows_cell(const struct rows *, size_t row, size_t column);
void rows_finish(struct rows *);

bool value_equal(const glim_value *a, const glim_value *b);
char *value_show(const glim_value *); /* a new text, for messages */

#endif
