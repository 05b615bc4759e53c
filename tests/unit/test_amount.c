/* Times and sizes as people write them. */
#include <check.h>

#include "config/config.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static const struct {
	const char *text;
	int64_t microseconds; /* -1: refused */
} durations[] = {
	{ "0", 0 },
	{ "60s", 60000000 },
	{ "60", 60000000 },
	{ "5 min", 300000000 },
	{ "5m", 300000000 },
	{ "200ms", 200000 },
	{ "7us", 7 },
	{ "1h", 3600000000 },
	{ "2d", 172800000000 },
	{ "1.5s", 1500000 },
	{ "1.5", 1500000 },
	{ "0.25d", 21600000000 },
	{ "1.2345678s", 1234567 },
	{ "1.5ms", 1500 },
	{ "1h 30m", 5400000000 },
	{ "10 min 55 s", 655000000 },
	{ " 3 s ", 3000000 },
	{ "9223372036854s", 9223372036854000000 },
	{ "", -1 },
	{ " ", -1 },
	{ "s", -1 },
	{ "-1s", -1 },
	{ "+1s", -1 },
	{ "1.s", -1 },
	{ ".5s", -1 },
	{ "1,5s", -1 },
	{ "5 apples", -1 },
	{ "5 S", -1 },
	{ "1h 30", -1 },
	{ "1 2s", -1 },
	{ "1e3s", -1 },
	{ "0x10s", -1 },
	{ "9223372036855s", -1 },
	{ "106751991d 24h", -1 },
	{ "99999999999999999999us", -1 },
	{ "\xd9\xa1s", -1 },
};

START_TEST(durations_are_read)
{
	int64_t found = -1;
	const bool ok = config_duration(durations[_i].text, &found);

	ck_assert_msg(ok == (durations[_i].microseconds >= 0), "'%s'", durations[_i].text);
	if (ok)
		ck_assert_int_eq(found, durations[_i].microseconds);
}
END_TEST

static const struct {
	const char *text;
	bool ok;
	uint64_t bytes;
} sizes[] = {
	{ "0", true, 0 },
	{ "4096", true, 4096 },
	{ "4096B", true, 4096 },
	{ "64K", true, 64 << 10 },
	{ "512M", true, 512 << 20 },
	{ "512 MB", true, 512 << 20 },
	{ "2 GiB", true, 2ULL << 30 },
	{ "1T", true, 1ULL << 40 },
	{ "18446744073709551615", true, UINT64_MAX },
	{ "18446744073709551616", false, 0 },
	{ "16777216T", false, 0 },
	{ "", false, 0 },
	{ "M", false, 0 },
	{ "-1M", false, 0 },
	{ "1.5G", false, 0 },
	{ "5 apples", false, 0 },
	{ "5MM", false, 0 },
	{ "5M ", false, 0 },
};

START_TEST(sizes_are_read)
{
	uint64_t found = 0;

	ck_assert_msg(config_size(sizes[_i].text, &found) == sizes[_i].ok, "'%s'", sizes[_i].text);
	if (sizes[_i].ok)
		ck_assert_uint_eq(found, sizes[_i].bytes);
}
END_TEST

Suite *amount_suite(void);
Suite *amount_suite(void)
{
	Suite *suite = suite_create("amount");
	TCase *tests = tcase_create("amount");

	tcase_add_loop_test(tests, durations_are_read, 0, COUNT(durations));
	tcase_add_loop_test(tests, sizes_are_read, 0, COUNT(sizes));
	suite_add_tcase(suite, tests);
	return suite;
}
