#include "config/config.h"

#include <string.h>

static const struct {
	const char *name;
	uint64_t bytes;
} units[] = {
	{ "", 1 },
	{ "B", 1 },
	{ "K", 1ULL << 10 },
	{ "KB", 1ULL << 10 },
	{ "KiB", 1ULL << 10 },
	{ "M", 1ULL << 20 },
	{ "MB", 1ULL << 20 },
	{ "MiB", 1ULL << 20 },
	{ "G", 1ULL << 30 },
	{ "GB", 1ULL << 30 },
	{ "GiB", 1ULL << 30 },
	{ "T", 1ULL << 40 },
	{ "TB", 1ULL << 40 },
	{ "TiB", 1ULL << 40 },
};

bool config_size(const char *text, uint64_t *out)
{
	const char *at = text + strspn(text, " ");
	const size_t digits = strspn(at, "0123456789");
	uint64_t number = 0;

	if (!digits)
		return false;
	for (const char *end = at + digits; at < end; at++)
		if (__builtin_mul_overflow(number, 10u, &number) ||
		    __builtin_add_overflow(number, (unsigned)(*at - '0'), &number))
			return false;
	at += strspn(at, " ");
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (!strcmp(at, units[i].name))
			return !__builtin_mul_overflow(number, units[i].bytes, out);
	return false;
}
