/*
 * Are the columns there that a statement is about to name? Asked only where the database would take
 * the name of one that is not for a text, and read, write or compare that.
 */
#ifndef GLIM_EXECUTE_COLUMNS_H
#define GLIM_EXECUTE_COLUMNS_H

#include "execute/migration.h"

/* False: one is not, and that sticks. Of a table that is not there the statement itself tells. */
bool columns_check(struct migration *, const char *table, const char *const *names, size_t count,
		   const char *site);

#endif
