/* Whether a deployed plugin is the one that ran: opens and hashes files. */
#ifndef GLIM_OVERVIEW_DRIFT_H
#define GLIM_OVERVIEW_DRIFT_H

#include "catalog/catalog.h"
#include "plan/plan.h"

/* The entry must have been inspected. False also where it cannot be known. */
bool drift_found(const struct record *, const struct entry *);
/* For struct plan_request; `catalog` is the struct catalog. */
struct plan_look drift_look(void *catalog, const struct record *, struct entry *deployed);

#endif
