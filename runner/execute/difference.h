/*
 * A table looks otherwise than before a statement whose answer was lost: is that the statement's
 * doing, or somebody else's? Pure: no I/O.
 */
#ifndef GLIM_EXECUTE_DIFFERENCE_H
#define GLIM_EXECUTE_DIFFERENCE_H

#include <stdbool.h>

#include "statement/rule.h"

/*
 * `before` and `after` are the texts of CREATE TABLE, a column, key or partition a line. True if at
 * least one line that came or went is one that `sql` asks for: it names its column, key or
 * partition, or makes a key without a name over columns that it names.
 */
bool difference_is_own(const struct lexis *, const char *before, const char *after,
		       const char *sql);

#endif
