/* What the files of bulk writing share. */
#ifndef GLIM_DRIVER_POSTGRESQL_BULK_H
#define GLIM_DRIVER_POSTGRESQL_BULK_H

#include "session.h"

/* A table that a bulk writes to, as the server knows it. */
struct shape {
	char *of;    /* the table and the columns of the bulk */
	bool copies; /* COPY does there what INSERT does */
	struct shape_column {
		char *type;      /* what a text is cast to; NULL: there is no such column */
		char *collation; /* in quotes; NULL: its type's */
		bool holds_bytes;
	} * columns; /* in the order of the bulk's */
	size_t count;
};

/* shape.c: asks the server once for all batches of a bulk. NULL: the failure is set. */
const struct shape *shape_find(struct session *, const struct bulk *, struct failure *);
void shape_forget(struct session *session);

struct rows {
	const struct bulk *bulk;
	const struct shape *shape;
	const glim_value *values;
	size_t count;
};

/* spelling.c: a value as a text among others. */
struct spelling {
	const char *null;
	const char *around;            /* of a text */
	const char *bytes;             /* before the digits of a blob */
	const char *special, *letters; /* what a backslash stands before, and what then follows */
};

void spelling_add(struct text *, const struct spelling *, const glim_value *);

/* copy.c: inserts by COPY .. FROM STDIN; a failure names the column, in quotes. */
bool copy_rows(struct session *, const struct rows *, const char *table, struct outcome *,
	       struct failure *);

/* columns.c: each column as one array, and one statement for all rows. */
bool columns_write(struct session *, const struct rows *, struct outcome *, struct failure *);

#endif
