/* Where a name stands in a catalog. */
#ifndef GLIM_CATALOG_INDEX_H
#define GLIM_CATALOG_INDEX_H

#include "catalog/catalog.h"

/* Fills the index of a sorted catalog. False: `first` and `second` have the same name. */
bool index_build(struct catalog *catalog, const struct entry **first, const struct entry **second);
/* The entry with exactly this name, or NULL. Works without an index too. */
struct entry *index_find(const struct catalog *catalog, const char *name);

#endif
