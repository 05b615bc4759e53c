/* Which address the loader will store at a place: the value of a pointer in constant data. */
#ifndef GLIM_CATALOG_RELOCATION_H
#define GLIM_CATALOG_RELOCATION_H

#include "catalog/dynamic.h"

/* Refuses relocations that would have the loader write outside of the plugin's own data. */
bool relocation_check(const struct object *object, const struct dynamic *dynamic,
		      struct error *error);

/* Has the loader to call a function of the file for one of them, which chooses among others? */
bool relocation_calls(const struct object *object, const struct dynamic *dynamic);

enum relocation {
	RELOCATION_NONE,    /* no pointer is stored there */
	RELOCATION_OWN,     /* one to `target`, in this file */
	RELOCATION_FOREIGN, /* one into another library */
};

enum relocation relocation_find(const struct object *object, const struct dynamic *dynamic,
				uint64_t place, uint64_t *target);

#endif
