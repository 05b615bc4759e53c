/* How fast, and how long still. */
#include <check.h>

#include "progress/rate.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

enum { SECOND = 1000000 };

START_TEST(nothing_is_known_at_first)
{
	struct rate rate = { 0 };

	ck_assert(rate_per_second(&rate, 0, 0) < 0);
	rate_add(&rate, 0, 0);
	ck_assert(rate_per_second(&rate, SECOND / 2, 500) < 0);
	ck_assert_double_eq_tol(rate_per_second(&rate, 2 * SECOND, 500), 250, 0.01);
}
END_TEST

START_TEST(what_was_long_ago_no_longer_counts)
{
	struct rate rate = { 0 };
	uint64_t done = 0;

	for (int64_t second = 0; second < 100; second++, done += 10)
		rate_add(&rate, second * SECOND, done);
	for (int64_t second = 100; second < 140; second++, done += 1000)
		rate_add(&rate, second * SECOND, done);
	ck_assert_double_eq_tol(rate_per_second(&rate, 140 * SECOND, done), 1000, 0.01);
}
END_TEST

START_TEST(a_count_that_falls_begins_anew)
{
	struct rate rate = { 0 };

	rate_add(&rate, 0, 0);
	rate_add(&rate, 10 * SECOND, 1000);
	rate_add(&rate, 11 * SECOND, 5);
	ck_assert(rate_per_second(&rate, 11 * SECOND, 5) < 0);
	ck_assert_double_eq_tol(rate_per_second(&rate, 13 * SECOND, 25), 10, 0.01);
}
END_TEST

static const struct {
	double per_second;
	uint64_t done, total;
	int64_t left; /* seconds; -1: not known */
} cases[] = {
	{ 10, 99, 1000, -1 }, /* not a tenth of it */
	{ 10, 100, 1000, 90 },
	{ 10, 999, 1000, 0 },
	{ 10, 1000, 1000, -1 },
	{ 10, 2000, 1000, -1 },
	{ 0, 500, 1000, -1 },
	{ -1, 500, 1000, -1 },
	{ 10, 5, 0, -1 },
	{ 1e-9, 500, 1000, -1 }, /* longer than anybody waits */
	{ 1000, UINT64_MAX / 2, UINT64_MAX, -1 },
};

START_TEST(the_time_left_needs_a_tenth_and_a_rate)
{
	const int64_t left = rate_left(cases[_i].per_second, cases[_i].done, cases[_i].total);

	ck_assert_int_eq(left < 0 ? -1 : left / SECOND, cases[_i].left);
}
END_TEST

Suite *rate_suite(void);
Suite *rate_suite(void)
{
	Suite *suite = suite_create("rate");
	TCase *tests = tcase_create("rate");

	tcase_add_test(tests, nothing_is_known_at_first);
	tcase_add_test(tests, what_was_long_ago_no_longer_counts);
	tcase_add_test(tests, a_count_that_falls_begins_anew);
	tcase_add_loop_test(tests, the_time_left_needs_a_tenth_and_a_rate, 0, COUNT(cases));
	suite_add_tcase(suite, tests);
	return suite;
}
