/* By which rows an upsert can collide, where the statement itself does not say so. */
#ifndef GLIM_EXECUTE_UPSERT_H
#define GLIM_EXECUTE_UPSERT_H

#include "data/bulk.h"
#include "execute/migration.h"

/* False, and misuse, if no unique index is the bulk's key: its rows would be inserted twice. */
bool upsert_check(struct migration *, const struct bulk *, const char *site);

#endif
