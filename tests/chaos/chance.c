#include "chance.h"

static uint64_t next(struct chance *chance)
{
	uint64_t z = chance->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

struct chance chance_of(uint64_t seed, const char *part, unsigned index)
{
	struct chance chance = { seed };

	for (; *part; part++)
		chance.state = next(&chance) ^ (unsigned char)*part;
	chance.state = next(&chance) ^ index;
	return chance;
}

uint64_t chance_below(struct chance *chance, uint64_t limit)
{
	const uint64_t value = next(chance);

	return limit ? value % limit : 0;
}
