/* Numbers that look random and come again with the same seed. */
#ifndef CHAOS_CHANCE_H
#define CHAOS_CHANCE_H

#include <stdint.h>

struct chance {
	uint64_t state;
};

struct chance chance_of(uint64_t seed, const char *part, unsigned index);
uint64_t chance_below(struct chance *chance, uint64_t limit); /* 0 for limit 0 */

#endif
