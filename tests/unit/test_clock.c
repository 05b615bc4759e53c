/* Times and durations as text. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static const struct {
	int64_t time;
	const char *history, *json;
} times[] = {
	{ 0, "1970-01-01 00:00:00.000000", "1970-01-01T00:00:00.000000Z" },
	{ 1, "1970-01-01 00:00:00.000001", "1970-01-01T00:00:00.000001Z" },
	{ -1000000, "1969-12-31 23:59:59.000000", "1969-12-31T23:59:59.000000Z" },
	{ -2, "1969-12-31 23:59:59.999998", "1969-12-31T23:59:59.999998Z" },
	{ 1793524324113402, "2026-11-01 09:12:04.113402", "2026-11-01T09:12:04.113402Z" },
	{ 1709164800000000, "2024-02-29 00:00:00.000000", "2024-02-29T00:00:00.000000Z" },
	{ 951782399999999, "2000-02-28 23:59:59.999999", "2000-02-28T23:59:59.999999Z" },
	{ 2147483648000000, "2038-01-19 03:14:08.000000", "2038-01-19T03:14:08.000000Z" },
	{ -11644473600000000, "1601-01-01 00:00:00.000000", "1601-01-01T00:00:00.000000Z" },
	{ 253402300799999999, "9999-12-31 23:59:59.999999", "9999-12-31T23:59:59.999999Z" },
};

START_TEST(a_time_is_written_in_both_forms_and_read_back)
{
	char text[CLOCK_TEXT];

	clock_format_history(times[_i].time, text);
	ck_assert_str_eq(text, times[_i].history);
	ck_assert_int_eq(clock_parse(text), times[_i].time);
	clock_format_json(times[_i].time, text);
	ck_assert_str_eq(text, times[_i].json);
	ck_assert_int_eq(clock_parse(text), times[_i].time);
}
END_TEST

static const struct {
	const char *text;
	int64_t time;
} fractions[] = {
	{ "1970-01-01 00:00:01", 1000000 },         { "1970-01-01T00:00:01Z", 1000000 },
	{ "1970-01-01 00:00:01.5", 1500000 },       { "1970-01-01 00:00:01.05", 1050000 },
	{ "1970-01-01T00:00:01.000007Z", 1000007 },
};

START_TEST(a_fraction_may_be_short_or_missing)
{
	ck_assert_int_eq(clock_parse(fractions[_i].text), fractions[_i].time);
}
END_TEST

static const char *const no_times[] = {
	"",
	"now",
	"2026-11-01",
	"2026-11-01 09:12",
	"2026-11-01 09:12:04Z",
	"2026-11-01T09:12:04",
	"2026-11-01T09:12:04+01:00",
	"2026-11-01 09:12:04.",
	"2026-11-01 09:12:04.1234567",
	"2026-11-01 09:12:04 ",
	" 2026-11-01 09:12:04",
	"2026-11-01  9:12:04",
	"+026-11-01 09:12:04",
	"2026-13-01 09:12:04",
	"2026-00-01 09:12:04",
	"2026-02-29 09:12:04",
	"1900-02-29 09:12:04",
	"2026-04-31 09:12:04",
	"2026-11-00 09:12:04",
	"2026-11-01 24:00:00",
	"2026-11-01 23:60:00",
	"2026-11-01 23:59:60",
	"0000-00-00 00:00:00",
	"2026-11-01 09:12:0\xd9\xa1",
};

START_TEST(what_is_no_time_is_refused)
{
	ck_assert_msg(clock_parse(no_times[_i]) == -1, "\"%s\"", no_times[_i]);
}
END_TEST

static const struct {
	int64_t microseconds;
	const char *text;
} durations[] = {
	{ -5, "0.000 ms" },
	{ 0, "0.000 ms" },
	{ 7, "0.007 ms" },
	{ 999, "0.999 ms" },
	{ 1000, "1.00 ms" },
	{ 8100, "8.10 ms" },
	{ 9994, "9.99 ms" },
	{ 9995, "10.0 ms" },
	{ 12400, "12.4 ms" },
	{ 99949, "99.9 ms" },
	{ 99950, "100 ms" },
	{ 412000, "412 ms" },
	{ 999499, "999 ms" },
	{ 999500, "1.00 s" },
	{ 1410000, "1.41 s" },
	{ 3400000, "3.40 s" },
	{ 9995000, "10.0 s" },
	{ 59949999, "59.9 s" },
	{ 59950000, "1 min 0 s" },
	{ 655000000, "10 min 55 s" },
	{ 3599400000, "59 min 59 s" },
	{ 3599600000, "1 h 0 min" },
	{ 8040000000, "2 h 14 min" },
	{ INT64_C(100) * 3600 * 1000000, "100 h 0 min" },
};

START_TEST(a_duration_has_three_digits)
{
	char text[CLOCK_TEXT];

	clock_format_duration(durations[_i].microseconds, text);
	ck_assert_str_eq(text, durations[_i].text);
}
END_TEST

START_TEST(the_longest_duration_fits)
{
	char text[CLOCK_TEXT];

	clock_format_duration(INT64_MAX, text);
	ck_assert_str_eq(text, "2562047788 h 1 min");
}
END_TEST

/* faults: 112 */
START_TEST(local_times_follow_the_zone_and_only_they)
{
	char *before = getenv("TZ"), text[CLOCK_TEXT];

	before = before ? strdup(before) : NULL;
	setenv("TZ", "XST-05:45", 1);
	tzset();
	clock_format_local(0, text);
	ck_assert_str_eq(text, "1970-01-01 05:45:00");
	clock_format_history(0, text);
	ck_assert_str_eq(text, "1970-01-01 00:00:00.000000");
	ck_assert_int_eq(clock_parse("1970-01-01 00:00:00"), 0);
	before ? setenv("TZ", before, 1) : unsetenv("TZ");
	tzset();
	free(before);
}
END_TEST

START_TEST(time_passes)
{
	int64_t now = clock_now(), elapsed = clock_elapsed();

	ck_assert_int_gt(now, INT64_C(1700000000000000));
	ck_assert_int_ge(clock_elapsed(), elapsed);
}
END_TEST

Suite *clock_suite(void);
Suite *clock_suite(void)
{
	Suite *suite = suite_create("clock");
	TCase *tests = tcase_create("clock");

	tcase_add_loop_test(tests, a_time_is_written_in_both_forms_and_read_back, 0, COUNT(times));
	tcase_add_loop_test(tests, a_fraction_may_be_short_or_missing, 0, COUNT(fractions));
	tcase_add_loop_test(tests, what_is_no_time_is_refused, 0, COUNT(no_times));
	tcase_add_loop_test(tests, a_duration_has_three_digits, 0, COUNT(durations));
	tcase_add_test(tests, the_longest_duration_fits);
	tcase_add_test(tests, local_times_follow_the_zone_and_only_they);
	tcase_add_test(tests, time_passes);
	suite_add_tcase(suite, tests);
	return suite;
}
