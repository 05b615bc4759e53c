/* Which address the loader will store at a place: the value of a pointer in constant data. */
#ifndef GLIM_CATALOG_RELOCATION_H
#define GLIM_CATALOG_RELOCATION_H

#include "catalog/dynamic.h"

/* False: no pointer is stored there, or one into another library. */
bool relocation_find(const struct object *object, const struct dynamic *dynamic, uint64_t place,
		     uint64_t *target);

#endif
