/*
 * The ways in which a bulk is written: each target by its own means; the servers once more without
 * arrays, and without COPY. A loop test takes its way from _i, and opens a target by it.
 */
#ifndef GLIM_TESTS_DB_WAY_H
#define GLIM_TESTS_DB_WAY_H

#include "target.h"

enum { WAYS = 5, WAYS_OF_POSTGRESQL = 2 /* the last ones */ };

int way_kind(int way);
bool way_open(struct target *, int way);

bool way_write(const struct target *, const struct bulk *, const glim_value *, size_t rows,
	       struct outcome *, struct failure *);
void way_must_write(const struct target *, const struct bulk *, const glim_value *, size_t rows,
		    int64_t changes);

#endif
