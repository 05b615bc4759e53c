/*
 * A migration that rebuilds tables: foreign keys are off while it runs, which has to be said before
 * the transaction begins, and are checked as a whole before its commit.
 */
#ifndef GLIM_EXECUTE_REBUILD_H
#define GLIM_EXECUTE_REBUILD_H

#include <stdbool.h>

#include "driver/driver.h"

struct migration;

bool rebuild_start(struct migration *, struct failure *);
/* FAILURE_SQL: a row refers to what is not there. */
bool rebuild_check(struct migration *, struct failure *);

#endif
