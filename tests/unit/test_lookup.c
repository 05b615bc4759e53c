#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/lookup.h"

enum { NAMES = 3000, LENGTH = 16 };

START_TEST(each_of_many_names_is_found_and_no_other)
{
	struct lookup *lookup = lookup_create(NAMES);
	char(*names)[LENGTH] = calloc(NAMES, LENGTH);
	char other[LENGTH];

	for (size_t i = 0; i < NAMES; i++) {
		snprintf(names[i], LENGTH, "Name%zu", i);
		ck_assert(lookup_add(lookup, names[i]));
	}
	for (size_t i = 0; i < NAMES; i++) {
		snprintf(other, LENGTH, "Name%zu", i);
		ck_assert_uint_eq(lookup_find(lookup, other), i);
		snprintf(other, LENGTH, "name%zu", i);
		ck_assert_uint_eq(lookup_find(lookup, other), LOOKUP_NONE);
	}
	for (size_t i = NAMES; i-- > 0;)
		ck_assert_uint_eq(lookup_find(lookup, names[i]), i);
	for (size_t i = 0; i < NAMES; i++)
		ck_assert_uint_eq(lookup_find(lookup, names[i]), i);
	lookup_destroy(lookup);
	free(names);
}
END_TEST

START_TEST(the_first_of_two_keeps_its_position)
{
	struct lookup *lookup = lookup_create(2);

	ck_assert(lookup_add(lookup, ""));
	ck_assert(!lookup_add(lookup, ""));
	ck_assert_uint_eq(lookup_find(lookup, ""), 0);
	lookup_destroy(lookup);
}
END_TEST

/* In the order of strcmp() they need no table until one is asked for out of turn. */
START_TEST(names_in_order_are_found_in_any)
{
	static const char *const names[] = { "A", "B", "BA", "C" };
	static const size_t asked[] = { 0, 1, 2, 3, 1, 3, 0, 2 };
	struct lookup *lookup = lookup_create(4);

	for (size_t i = 0; i < 4; i++)
		ck_assert(lookup_add(lookup, names[i]));
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		ck_assert_uint_eq(lookup_find(lookup, names[asked[i]]), asked[i]);
	ck_assert_uint_eq(lookup_find(lookup, "D"), LOOKUP_NONE);
	lookup_destroy(lookup);
}
END_TEST

START_TEST(twice_is_told_wherever_the_two_stand)
{
	static const char *const names[] = { "A", "B", "B", "C", "A", "D", "C" };
	static const bool added[] = { true, true, false, true, false, true, false };
	struct lookup *lookup = lookup_create(7);

	for (size_t i = 0; i < 7; i++)
		ck_assert_int_eq(lookup_add(lookup, names[i]), added[i]);
	ck_assert_uint_eq(lookup_find(lookup, "A"), 0);
	ck_assert_uint_eq(lookup_find(lookup, "D"), 5);
	ck_assert_uint_eq(lookup_find(lookup, "C"), 3);
	ck_assert_uint_eq(lookup_find(lookup, "B"), 1);
	lookup_destroy(lookup);
}
END_TEST

START_TEST(in_an_empty_one_there_is_nothing)
{
	struct lookup *lookup = lookup_create(0);

	ck_assert_uint_eq(lookup_find(lookup, "A"), LOOKUP_NONE);
	ck_assert_uint_eq(lookup_find(NULL, "A"), LOOKUP_NONE);
	lookup_destroy(lookup);
}
END_TEST

Suite *lookup_suite(void);
Suite *lookup_suite(void)
{
	Suite *suite = suite_create("lookup");
	TCase *tests = tcase_create("lookup");

	tcase_add_test(tests, each_of_many_names_is_found_and_no_other);
	tcase_add_test(tests, the_first_of_two_keeps_its_position);
	tcase_add_test(tests, names_in_order_are_found_in_any);
	tcase_add_test(tests, twice_is_told_wherever_the_two_stand);
	tcase_add_test(tests, in_an_empty_one_there_is_nothing);
	suite_add_tcase(suite, tests);
	return suite;
}
