/* The keys of the history's rows: they stand in the order of their times. */
#include <check.h>
#include <string.h>

#include "history/id.h"

/* RFC 9562, A.6: the milliseconds of its example of a version 7. */
START_TEST(a_time_is_the_first_half)
{
	char id[ID_TEXT];

	id_new(INT64_C(0x017f22e279b0) * 1000, id);
	ck_assert_uint_eq(strlen(id), 36);
	ck_assert_mem_eq(id, "017f22e2-79b0-7000-", 19);
	ck_assert_ptr_nonnull(strchr("89ab", id[19]));
}
END_TEST

START_TEST(each_microsecond_is_later)
{
	const int64_t time = INT64_C(1795908911626397);
	char before[ID_TEXT], id[ID_TEXT];

	id_new(time, before);
	for (int64_t i = 1; i <= 2000; i++) {
		id_new(time + i, id);
		ck_assert_int_lt(memcmp(before, id, 18), 0);
		memcpy(before, id, sizeof id);
	}
}
END_TEST

START_TEST(two_of_one_time_differ)
{
	char one[ID_TEXT], two[ID_TEXT];

	id_new(1, one);
	id_new(1, two);
	ck_assert_mem_eq(one, two, 18);
	ck_assert_str_ne(one, two);
}
END_TEST

Suite *id_suite(void);
Suite *id_suite(void)
{
	Suite *suite = suite_create("id");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_time_is_the_first_half);
	tcase_add_test(all, each_microsecond_is_later);
	tcase_add_test(all, two_of_one_time_differ);
	suite_add_tcase(suite, all);
	return suite;
}
