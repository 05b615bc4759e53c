/* How many dynamic symbols there are: only the hash tables tell. */
#ifndef GLIM_CATALOG_HASH_H
#define GLIM_CATALOG_HASH_H

#include "catalog/dynamic.h"

/* 0 without a hash table: then no symbol can be found by name. False: the table is damaged. */
bool hash_count_symbols(const struct dynamic *dynamic, const struct object *object, size_t *count);

#endif
