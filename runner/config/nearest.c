#include "config/config.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_LIMIT = 64 };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same(char a, char b)
{
	return lower(a) == lower(b);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Insertions, removals, changes and swaps of neighbours, each counted as one. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t rows[3][WORD_LIMIT + 1];
	size_t *before = rows[0], *last = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_length; j++)
		last[j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		size_t *free_row = before;

		row[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			row[j] = least(least(last[j], row[j - 1]) + 1,
				       last[j - 1] + !same(a[i - 1], b[j - 1]));
			if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = last;
		last = row;
		row = free_row;
	}
	return last[b_length];
}

/* A word that was cut short or went on counts as one mistake. */
static bool is_prefix(const char *a, const char *b, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!same(a[i], b[i]))
			return false;
	return length >= 3;
}

static size_t mistakes(const char *word, size_t length, const char *known)
{
	const size_t known_length = strlen(known);

	if (known_length > WORD_LIMIT)
		return WORD_LIMIT;
	if (is_prefix(word, known, least(length, known_length)))
		return length == known_length ? 0 : 1;
	return distance(word, length, known, known_length);
}

const char *config_nearest(const char *word, const char *const *known, size_t count)
{
	const size_t length = strlen(word);
	size_t fewest = length < 3 ? 2 : length / 3 + 2; /* one more than is near */
	const char *nearest = NULL;

	if (!length || length > WORD_LIMIT)
		return NULL;
	if (fewest > 4)
		fewest = 4;
	for (size_t i = 0; i < count; i++) {
		const size_t found = mistakes(word, length, known[i]);

		if (found < fewest) {
			fewest = found;
			nearest = known[i];
		}
	}
	return nearest;
}
