/* Does anybody's code run when a plugin is loaded: constructors, resolvers, other libraries? */
#ifndef GLIM_CATALOG_INERT_H
#define GLIM_CATALOG_INERT_H

#include "catalog/needed.h"

/* True: it does not, but for what the compiler brings and libc, which is there already. */
bool inert_read(const struct object *object, const struct dynamic *dynamic,
		const struct needed *needed);

#endif
