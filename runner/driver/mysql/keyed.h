/*
 * How the rows of an update or a delete are found, so that each is the one that has the key as it
 * was given: a number is no text in another spelling, and nothing is rounded to meet a row.
 */
#ifndef GLIM_DRIVER_MYSQL_KEYED_H
#define GLIM_DRIVER_MYSQL_KEYED_H

#include "session.h"

struct keyed {
	char **marks; /* one a column of the bulk: what it is compared with */
	size_t count;
	bool exact; /* a column of the key's own type takes each of its values as it is, or fails */
};

/* The columns of a bulk, as the fields of an empty result; NULL if they are not to be had. */
MYSQL_RES *keyed_columns(struct session *, const struct bulk *);

void keyed_init(struct keyed *, struct session *, const struct bulk *, const glim_value *values,
		size_t rows);
void keyed_finish(struct keyed *);

#endif
