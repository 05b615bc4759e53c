/* What a plugin needs of this system: libraries and versions, read from its file. */
#ifndef GLIM_CATALOG_NEEDED_H
#define GLIM_CATALOG_NEEDED_H

#include "base/text.h"
#include "catalog/dynamic.h"

struct needed {
	bool beyond_libc; /* something that only the loader can find: ask loader_check() */
	bool is_cxx;
	char *key;     /* the same for plugins that need the same */
	char *warning; /* or NULL */
};

/* Refuses a newer glibc than this system's by name. */
bool needed_read(struct needed *needed, const struct object *object, const struct dynamic *dynamic,
		 struct error *error);
void needed_finish(struct needed *needed);

#endif
