#include "catalog/order.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Most numbers fit into a word, which is much cheaper to compare than the texts. */
enum { WORD_DIGITS = 18 };

struct key {
	uint64_t number;
	struct entry *entry;
};

uint64_t order_number(const char *digits)
{
	uint64_t number = 0;

	if (!*digits)
		return UINT64_MAX;
	while (*digits == '0')
		digits++;
	if (strspn(digits, "0123456789") > WORD_DIGITS)
		return UINT64_MAX - 1;
	for (; *digits >= '0' && *digits <= '9'; digits++)
		number = number * 10 + (uint64_t)(*digits - '0');
	return number;
}

static int compare_keys(const void *left, const void *right)
{
	const struct key *a = left, *b = right;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return catalog_compare(a->entry, b->entry);
}

/* Moves the entries of one cycle, each to where its key stands. In place: a copy of all is large.
 */
static void move_cycle(struct entry *entries, struct key *keys, size_t start)
{
	struct entry first = entries[start];
	size_t to = start, from;

	while ((from = (size_t)(keys[to].entry - entries)) != start) {
		entries[to] = entries[from];
		keys[to].entry = &entries[to];
		to = from;
	}
	entries[to] = first;
	keys[to].entry = &entries[to];
}

static bool is_ordered(const struct key *keys, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (compare_keys(&keys[i - 1], &keys[i]) > 0)
			return false;
	return true;
}

static void sort(struct catalog *catalog, struct key *keys)
{
	qsort(keys, catalog->count, sizeof *keys, compare_keys);
	for (size_t i = 0; i < catalog->count; i++)
		if (keys[i].entry != &catalog->entries[i])
			move_cycle(catalog->entries, keys, i);
}

void order_entries(struct catalog *catalog)
{
	struct key *keys = memory_alloc(catalog->count * sizeof *keys);

	for (size_t i = 0; i < catalog->count; i++)
		keys[i] = (struct key){ order_number(catalog->entries[i].number),
					&catalog->entries[i] };
	if (!is_ordered(keys, catalog->count))
		sort(catalog, keys);
	free(keys);
}
