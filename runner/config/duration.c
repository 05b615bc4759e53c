#include "config/config.h"

#include <string.h>

static const struct {
	const char *name;
	int64_t microseconds;
} units[] = {
	{ "us", 1 },
	{ "ms", 1000 },
	{ "s", 1000000 },
	{ "sec", 1000000 },
	{ "m", 60 * 1000000LL },
	{ "min", 60 * 1000000LL },
	{ "h", 3600 * 1000000LL },
	{ "d", 86400 * 1000000LL },
};

static const char letters[] = "abcdefghijklmnopqrstuvwxyz";

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int64_t take_unit(const char **at)
{
	const size_t length = strspn(*at, letters);

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strlen(units[i].name) == length && !memcmp(units[i].name, *at, length)) {
			*at += length;
			return units[i].microseconds;
		}
	return 0;
}

static bool take_whole(const char **at, int64_t *out)
{
	if (!is_digit(**at))
		return false;
	for (*out = 0; is_digit(**at); (*at)++)
		if (__builtin_mul_overflow(*out, 10, out) ||
		    __builtin_add_overflow(*out, **at - '0', out))
			return false;
	return true;
}

/* The digits behind a point as millionths. */
static bool take_fraction(const char **at, int64_t *out)
{
	int64_t weight = 100000;

	*out = 0;
	if (**at != '.')
		return true;
	if (!is_digit(*++*at))
		return false;
	for (; is_digit(**at); (*at)++, weight /= 10)
		*out += (**at - '0') * weight;
	return true;
}

/* "90", "1.5 s"; a bare number is allowed only as the whole text. */
static bool take_part(const char **at, bool is_first, int64_t *out)
{
	int64_t whole, fraction, unit;

	if (!take_whole(at, &whole) || !take_fraction(at, &fraction))
		return false;
	*at += strspn(*at, " ");
	unit = **at == '\0' && is_first ? 1000000 : take_unit(at);
	if (!unit || __builtin_mul_overflow(whole, unit, out))
		return false;
	/* In two halves, as a day times a million millionths does not fit. */
	fraction = unit / 1000000 * fraction + unit % 1000000 * fraction / 1000000;
	return !__builtin_add_overflow(*out, fraction, out);
}

bool config_duration(const char *text, int64_t *out)
{
	const char *at = text + strspn(text, " ");
	int64_t sum = 0, part;
	bool is_first = true;

	do {
		if (!take_part(&at, is_first, &part) || __builtin_add_overflow(sum, part, &sum))
			return false;
		at += strspn(at, " ");
		is_first = false;
	} while (*at);
	*out = sum;
	return true;
}
