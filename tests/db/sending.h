/* Several statements that a driver sends at once, and what came of them. */
#ifndef GLIM_TESTS_DB_SENDING_H
#define GLIM_TESTS_DB_SENDING_H

#include "target.h"

struct sending {
	const struct target *target;
	struct parcel list[8];
	size_t count, done, passed;
	bool good;
	struct failure failure;
};

/* A session whose driver takes them: not for SQLite, which gains nothing by it. */
bool sending_open(struct target *, int kind);

/* The text and the values are borrowed. */
void sending_add(struct sending *, const char *sql, const glim_value *values, size_t count);

void *sending_send(void *sending); /* so that a thread may do it */

/* Sends, and fails the test unless just so many were done and the next one failed so; FAILURE_NONE:
 * in whatever way. */
void sending_stops(struct sending *, size_t done, enum failure_kind);

#endif
