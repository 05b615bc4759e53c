#include "base/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct slot {
	uint32_t hash;
	uint32_t place; /* the position and 1; 0: free */
};

struct lookup {
	const char **names; /* by their positions; NULL: it was there already */
	size_t count;
	size_t next;        /* where the name is that is likely to be asked for: behind the last */
	struct slot *slots; /* NULL: not needed yet */
	size_t size;        /* of the slots, a power of two */
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
	struct lookup *lookup = memory_alloc(sizeof *lookup);

	lookup->names = memory_alloc((most + 1) * sizeof *lookup->names);
	lookup->size = 16;
	while (lookup->size < most + most / 2)
		lookup->size *= 2;
	return lookup;
}

static const char *name_in(const struct lookup *lookup, const struct slot *slot)
{
	return lookup->names[slot->place - 1];
}

/* The slot of this name, or the free one where it belongs. A name lies far away in memory: it is
 * looked at only where the hash is the same. */
static struct slot *slot_of(const struct lookup *lookup, const char *name, uint32_t hash)
{
	size_t at = hash & (lookup->size - 1);

	while (lookup->slots[at].place && (lookup->slots[at].hash != hash ||
					   strcmp(name_in(lookup, &lookup->slots[at]), name) != 0))
		at = (at + 1) & (lookup->size - 1);
	return &lookup->slots[at];
}

static bool put(struct lookup *lookup, const char *name, size_t position)
{
	const uint32_t hash = hash_name(name);
	struct slot *slot = slot_of(lookup, name, hash);

	if (slot->place)
		return false;
	*slot = (struct slot){ hash, (uint32_t)position + 1 };
	return true;
}

static void need_slots(struct lookup *lookup)
{
	if (lookup->slots)
		return;
	lookup->slots = memory_alloc(lookup->size * sizeof *lookup->slots);
	for (size_t i = 0; i < lookup->count; i++)
		put(lookup, lookup->names[i], i);
}

/* As long as each stands behind the one before, they are all different. */
static bool is_new(struct lookup *lookup, const char *name)
{
	const char *before = lookup->count ? lookup->names[lookup->count - 1] : NULL;

	if (!lookup->slots && (!before || strcmp(before, name) < 0))
		return true;
	need_slots(lookup);
	return put(lookup, name, lookup->count);
}

bool lookup_add(struct lookup *lookup, const char *name)
{
	const bool added = is_new(lookup, name);

	lookup->names[lookup->count++] = added ? name : NULL;
	return added;
}

static bool is_at(const struct lookup *lookup, size_t position, const char *name)
{
	const char *there = position < lookup->count ? lookup->names[position] : NULL;

	return there && strcmp(there, name) == 0;
}

/* Two lists are mostly of one order: it is the next one, or the same again, or the first. */
static size_t guess(const struct lookup *lookup, const char *name)
{
	const size_t likely[] = { lookup->next, lookup->next - 1, 0 };

	for (size_t i = 0; i < sizeof likely / sizeof *likely; i++)
		if (is_at(lookup, likely[i], name))
			return likely[i];
	return LOOKUP_NONE;
}

static size_t look(struct lookup *lookup, const char *name)
{
	need_slots(lookup);
	return (size_t)slot_of(lookup, name, hash_name(name))->place - 1;
}

size_t lookup_find(struct lookup *lookup, const char *name)
{
	size_t at;

	if (!lookup || !lookup->count)
		return LOOKUP_NONE;
	at = guess(lookup, name);
	if (at == LOOKUP_NONE)
		at = look(lookup, name);
	if (at != LOOKUP_NONE)
		lookup->next = at + 1;
	return at;
}

void lookup_destroy(struct lookup *lookup)
{
	if (!lookup)
		return;
	free(lookup->slots);
	free((void *)lookup->names);
	free(lookup);
}
