/* What the files of bulk writing share. */
#ifndef GLIM_DRIVER_MYSQL_BULK_H
#define GLIM_DRIVER_MYSQL_BULK_H

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

/* array.c: all rows as arrays, in as few packets as the server takes. */
enum array_answer array_write(struct session *, const struct batch *, struct outcome *,
			      struct failure *);
/* What the server has put up with; false, and a failure, if it cut or replaced a value. */
bool bulk_check_warnings(struct session *, struct failure *);

/* staged.c: into a temporary table, and from there in one statement. False: *failed tells whether
 * it has failed, or only cannot be done so. */
bool staged_update(struct session *, const struct bulk *, const glim_value *values, size_t rows,
		   struct outcome *, struct failure *, bool *failed);
void staged_end(struct session *);

#endif
