/* Where a name stands in a catalog: a hash table of positions. */
#ifndef GLIM_CATALOG_INDEX_H
#define GLIM_CATALOG_INDEX_H

#include "catalog/catalog.h"

struct name_index;

/* Fills the index of a sorted catalog. False: `first` and `second` have the same name. */
bool index_build(struct catalog *catalog, const struct entry **first, const struct entry **second);
/* The entry with exactly this name of `length` bytes, or NULL. Works without an index too. */
struct entry *index_find(const struct catalog *catalog, const char *name, size_t length);
void index_destroy(struct name_index *index);

#endif
