/* A 0 for a column that counts by itself becomes another number, unless the sql_mode says no. */
#ifndef GLIM_DRIVER_MYSQL_ZERO_H
#define GLIM_DRIVER_MYSQL_ZERO_H

#include "session.h"

/* False, and a failure, if rows that are to be inserted hold one. */
bool zero_check(struct session *, const struct bulk *, const glim_value *values, size_t rows,
		struct failure *);

#endif
