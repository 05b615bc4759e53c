/* What a boundary that was broken off has left behind, and the next try of it would stumble over.
 */
#ifndef GLIM_EXECUTE_LEFTOVER_H
#define GLIM_EXECUTE_LEFTOVER_H

#include <stdbool.h>

#include "driver/driver.h"

struct migration;

/* Outside of a transaction. False: it is still there. */
bool leftover_remove(struct migration *, const char *sql, struct failure *);

#endif
