#include "history/id.h"

#include <string.h>
#include <sys/random.h>

#include "base/hex.h"

/* 48 bits of milliseconds, the version, and the rest of the time as 12 bits of a millisecond. */
static uint64_t first_half(int64_t time)
{
	const uint64_t rest = (uint64_t)(time % 1000) * 4096 / 1000;

	return (uint64_t)(time / 1000) << 16 | 0x7000 | rest;
}

void id_new(int64_t time, char id[ID_TEXT])
{
	const uint64_t first = first_half(time);
	unsigned char b[16];

	if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
		memset(b, 0, sizeof b);
	for (size_t i = 0; i < sizeof first; i++)
		b[i] = (unsigned char)(first >> (56 - 8 * i));
	b[8] = (b[8] & 0x3f) | 0x80;
	for (size_t i = 0; i < sizeof b; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*id++ = '-';
		id = hex_put(id, b[i]);
	}
	*id = '\0';
}
