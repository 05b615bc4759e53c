#include "base/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A name is looked at only where the hash is the same: most of them lie far apart in memory. */
struct slot {
	const char *name; /* NULL: free */
	uint32_t hash, position;
};

struct lookup {
	size_t size; /* a power of two */
	struct slot slots[];
};

static uint32_t hash_name(const char *name)
{
	uint64_t hash = 14695981039346656037u;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 1099511628211u;
	return (uint32_t)(hash ^ hash >> 32);
}

struct lookup *lookup_create(size_t most)
{
	struct lookup *lookup;
	size_t size = 16;

	while (size < most + most / 2)
		size *= 2;
	lookup = memory_alloc(sizeof *lookup + size * sizeof *lookup->slots);
	lookup->size = size;
	return lookup;
}

/* The slot of this name, or the number of the free one where it belongs. */
static size_t slot_of(const struct lookup *lookup, const char *name, uint32_t hash)
{
	size_t at = hash & (lookup->size - 1);

	while (lookup->slots[at].name &&
	       (lookup->slots[at].hash != hash || strcmp(lookup->slots[at].name, name) != 0))
		at = (at + 1) & (lookup->size - 1);
	return at;
}

bool lookup_add(struct lookup *lookup, const char *name, size_t position)
{
	const uint32_t hash = hash_name(name);
	struct slot *slot = &lookup->slots[slot_of(lookup, name, hash)];

	if (slot->name)
		return false;
	*slot = (struct slot){ name, hash, (uint32_t)position };
	return true;
}

size_t lookup_find(const struct lookup *lookup, const char *name)
{
	const struct slot *slot;

	if (!lookup)
		return LOOKUP_NONE;
	slot = &lookup->slots[slot_of(lookup, name, hash_name(name))];
	return slot->name ? slot->position : LOOKUP_NONE;
}

void lookup_destroy(struct lookup *lookup)
{
	free(lookup);
}
