#include "catalog/hash.h"

#include <string.h>

struct gnu_header {
	uint32_t buckets, first_symbol, bloom_words, bloom_shift;
};

static bool read_word(const struct object *object, uint64_t address, uint32_t *word)
{
	const unsigned char *bytes = object_at(object, address, sizeof *word);

	if (bytes)
		memcpy(word, bytes, sizeof *word);
	return bytes;
}

static bool find_last_chain(const struct object *object, uint64_t buckets, uint32_t count,
			    uint32_t *last)
{
	const unsigned char *bytes = object_at(object, buckets, (uint64_t)count * sizeof(uint32_t));

	*last = 0;
	for (uint32_t i = 0; bytes && i < count; i++) {
		uint32_t bucket;

		memcpy(&bucket, bytes + i * sizeof bucket, sizeof bucket);
		if (bucket > *last)
			*last = bucket;
	}
	return bytes;
}

/* The last bucket's chain ends at the last symbol; the end of a chain has its lowest bit set. */
static bool count_gnu(const struct object *object, uint64_t address, size_t *count)
{
	struct gnu_header header;
	const unsigned char *bytes = object_at(object, address, sizeof header);
	uint64_t buckets, chains;
	uint32_t last, link = 0;

	if (!bytes)
		return false;
	memcpy(&header, bytes, sizeof header);
	buckets = address + sizeof header + header.bloom_words * UINT64_C(8);
	chains = buckets + header.buckets * UINT64_C(4);
	if (!header.buckets || !find_last_chain(object, buckets, header.buckets, &last))
		return false;
	*count = header.first_symbol;
	if (last < header.first_symbol)
		return last == 0;
	for (; !(link & 1); last++)
		if (!read_word(object, chains + (last - header.first_symbol) * UINT64_C(4), &link))
			return false;
	*count = last;
	return true;
}

static bool count_sysv(const struct object *object, uint64_t address, size_t *count)
{
	uint32_t chains;

	if (!read_word(object, address + sizeof(uint32_t), &chains))
		return false;
	*count = chains;
	return true;
}

bool hash_count_symbols(const struct dynamic *dynamic, const struct object *object, size_t *count)
{
	*count = 0;
	if (dynamic_has(dynamic, DT_GNU_HASH))
		return count_gnu(object, dynamic_get(dynamic, DT_GNU_HASH), count);
	if (dynamic_has(dynamic, DT_HASH))
		return count_sysv(object, dynamic_get(dynamic, DT_HASH), count);
	return true;
}
