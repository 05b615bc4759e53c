#include "catalog/index.h"

#include <string.h>

#include "base/lookup.h"

bool index_build(struct catalog *catalog, const struct entry **first, const struct entry **second)
{
	lookup_destroy(catalog->by_name);
	catalog->by_name = lookup_create(catalog->count);
	for (size_t i = 0; i < catalog->count; i++) {
		const char *name = catalog->entries[i].name;

		if (lookup_add(catalog->by_name, name))
			continue;
		*first = &catalog->entries[lookup_find(catalog->by_name, name)];
		*second = &catalog->entries[i];
		return false;
	}
	return true;
}

static struct entry *find_by_looking(const struct catalog *catalog, const char *name)
{
	for (size_t i = 0; i < catalog->count; i++)
		if (strcmp(catalog->entries[i].name, name) == 0)
			return &catalog->entries[i];
	return NULL;
}

struct entry *index_find(const struct catalog *catalog, const char *name)
{
	size_t at;

	if (!catalog->by_name)
		return find_by_looking(catalog, name);
	at = lookup_find(catalog->by_name, name);
	return at == LOOKUP_NONE ? NULL : &catalog->entries[at];
}
