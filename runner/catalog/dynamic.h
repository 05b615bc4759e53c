/* The dynamic section: what the loader is told, by tag, and the tables that it points to. */
#ifndef GLIM_CATALOG_DYNAMIC_H
#define GLIM_CATALOG_DYNAMIC_H

#include "catalog/object.h"

enum { DYNAMIC_TAGS = DT_NUM + 10 };

struct dynamic {
	uint64_t values[DYNAMIC_TAGS];
	bool given[DYNAMIC_TAGS];
	const char *strings; /* ends with a NUL */
	size_t strings_size;
	Elf_Data *symbols; /* NULL without any */
	size_t symbol_count;
	uint64_t *needed; /* offsets into strings */
	size_t needed_count;
};

/* Reads and checks all of it; refuses what no plugin may ask the loader for. */
bool dynamic_read(struct dynamic *dynamic, const struct object *object, struct error *error);
void dynamic_finish(struct dynamic *dynamic);

bool dynamic_has(const struct dynamic *dynamic, int64_t tag);
uint64_t dynamic_get(const struct dynamic *dynamic, int64_t tag); /* 0 if it is not given */
const char *dynamic_string(const struct dynamic *dynamic, uint64_t offset); /* "" if outside */

#endif
