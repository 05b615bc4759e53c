#include "base/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct slot {
	uint32_t hash;
	uint32_t place; /* the position and 1; 0: free */
};

struct lookup {
	size_t size; /* a power of two */
	size_t most;
	size_t next;        /* where the name is that is likely to be asked for: behind the last */
	const char **names; /* by their positions; NULL: none */
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
	lookup->most = most;
	lookup->names = memory_alloc(most * sizeof *lookup->names);
	return lookup;
}

static const char *name_in(const struct lookup *lookup, const struct slot *slot)
{
	return lookup->names[slot->place - 1];
}

/* The slot of this name, or the free one where it belongs. A name lies far away in memory: it is
 * looked at only where the hash is the same. */
static struct slot *slot_of(struct lookup *lookup, const char *name, uint32_t hash)
{
	size_t at = hash & (lookup->size - 1);

	while (lookup->slots[at].place && (lookup->slots[at].hash != hash ||
					   strcmp(name_in(lookup, &lookup->slots[at]), name) != 0))
		at = (at + 1) & (lookup->size - 1);
	return &lookup->slots[at];
}

bool lookup_add(struct lookup *lookup, const char *name, size_t position)
{
	const uint32_t hash = hash_name(name);
	struct slot *slot = slot_of(lookup, name, hash);

	if (slot->place)
		return false;
	*slot = (struct slot){ hash, (uint32_t)position + 1 };
	lookup->names[position] = name;
	return true;
}

/* Two lists are mostly of one order. */
static bool is_next(const struct lookup *lookup, const char *name)
{
	const char *next = lookup->next < lookup->most ? lookup->names[lookup->next] : NULL;

	return next && strcmp(next, name) == 0;
}

size_t lookup_find(struct lookup *lookup, const char *name)
{
	const struct slot *slot;

	if (!lookup)
		return LOOKUP_NONE;
	if (is_next(lookup, name))
		return lookup->next++;
	slot = slot_of(lookup, name, hash_name(name));
	if (!slot->place)
		return LOOKUP_NONE;
	lookup->next = slot->place;
	return slot->place - 1;
}

void lookup_destroy(struct lookup *lookup)
{
	if (!lookup)
		return;
	free((void *)lookup->names);
	free(lookup);
}
