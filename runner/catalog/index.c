#include "catalog/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct name_index {
	size_t size;    /* a power of two */
	size_t slots[]; /* position + 1; 0 is free */
};

static size_t hash_name(const char *name, size_t length)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)name[i]) * 1099511628211u;
	return (size_t)(hash ^ hash >> 32);
}

static bool has_name(const struct entry *entry, const char *name, size_t length)
{
	return strncmp(entry->name, name, length) == 0 && !entry->name[length];
}

/* The slot of this name, or the free one where it belongs. */
static size_t *find_slot(const struct catalog *catalog, const char *name, size_t length)
{
	struct name_index *index = catalog->index;
	size_t at = hash_name(name, length) & (index->size - 1);

	while (index->slots[at] && !has_name(&catalog->entries[index->slots[at] - 1], name, length))
		at = (at + 1) & (index->size - 1);
	return &index->slots[at];
}

bool index_build(struct catalog *catalog, const struct entry **first, const struct entry **second)
{
	size_t size = 16;

	while (size < catalog->count * 2)
		size *= 2;
	index_destroy(catalog->index);
	catalog->index = memory_alloc(sizeof *catalog->index + size * sizeof(size_t));
	catalog->index->size = size;
	for (size_t i = 0; i < catalog->count; i++) {
		const struct entry *entry = &catalog->entries[i];
		size_t *slot = find_slot(catalog, entry->name, strlen(entry->name));

		if (*slot) {
			*first = &catalog->entries[*slot - 1];
			*second = entry;
			return false;
		}
		*slot = i + 1;
	}
	return true;
}

static struct entry *find_by_looking(const struct catalog *catalog, const char *name, size_t length)
{
	for (size_t i = 0; i < catalog->count; i++)
		if (has_name(&catalog->entries[i], name, length))
			return &catalog->entries[i];
	return NULL;
}

struct entry *index_find(const struct catalog *catalog, const char *name, size_t length)
{
	size_t slot;

	if (!catalog->index)
		return find_by_looking(catalog, name, length);
	slot = *find_slot(catalog, name, length);
	return slot ? &catalog->entries[slot - 1] : NULL;
}

void index_destroy(struct name_index *index)
{
	free(index);
}
