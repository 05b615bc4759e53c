/* Rows as arrays: one statement, thousands of rows, in as few packets as the server takes. */
#ifndef GLIM_DRIVER_MYSQL_ARRAY_H
#define GLIM_DRIVER_MYSQL_ARRAY_H

#include "session.h"

/* A statement of one row and the rows for it. */
struct batch {
	const char *sql;
	size_t length;
	const size_t *order; /* the column behind each mark */
	size_t marks;
	const glim_value *values;
	size_t columns; /* values of a row */
	size_t rows;
};

enum array_answer {
	ARRAY_WRITTEN,
	ARRAY_FAILED,
	ARRAY_IMPOSSIBLE /* the server has no such means, or a column mixes types; nothing is sent
			  */
};

enum array_answer array_write(struct session *, const struct batch *, struct outcome *,
			      struct failure *);

#endif
