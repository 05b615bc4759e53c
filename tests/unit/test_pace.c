/* How many rows the next page of a backfill has, and how its checkpoint is kept. */
#include <check.h>
#include <stdlib.h>

#include "data/pace.h"
#include "execute/checkpoint.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define MS          1000

static const struct pace_case {
	uint32_t rows, came;
	int64_t elapsed;
	uint32_t next;
} paces[] = {
	{ 1000, 1000, 200 * MS, 1000 },
	{ 1000, 1000, 100 * MS, 2000 },
	{ 1000, 1000, 1 * MS, 2000 },
	{ 1000, 1000, 160 * MS, 1250 },
	{ 1000, 1000, 300 * MS, 666 },
	{ 1000, 1000, 10000 * MS, 500 },
	{ 1000, 100, 20 * MS, 1000 },
	{ 1000, 10, 200 * MS, 500 },
	{ 1000, 1000, 0, 2000 },
	{ 1000, 1000, -5, 2000 },
	{ 12, 12, 60000 * MS, PACE_LEAST },
	{ 1, 1, 60000 * MS, PACE_LEAST },
	{ 90000, 90000, 1 * MS, PACE_MOST },
	{ PACE_MOST, PACE_MOST, 1 * MS, PACE_MOST },
	{ UINT32_MAX, 1000, 1 * MS, UINT32_MAX / 2 },
	{ 1000, 0, 200 * MS, 1000 },
};

START_TEST(a_page_takes_about_its_time)
{
	const struct pace_case *given = &paces[_i];

	ck_assert_uint_eq(pace_next(given->rows, given->came, given->elapsed, 200 * MS),
			  given->next);
}
END_TEST

/* Where a row always takes the same, pages come to their time and stay there. */
START_TEST(it_comes_to_rest)
{
	static const int64_t nanoseconds[] = { 500, 3000, 20000, 100000, 5000000 };
	const int64_t each = nanoseconds[_i];
	uint32_t rows = PACE_FIRST;

	for (size_t page = 0; page < 20; page++)
		rows = pace_next(rows, rows, rows * each / 1000, 200 * MS);
	if (each >= 2000 && each * PACE_LEAST < 200 * MS * 1000)
		ck_assert(llabs(rows * each / 1000 - 200 * MS) < 2 * MS + each / 1000);
	ck_assert_uint_ge(rows, PACE_LEAST);
	ck_assert_uint_le(rows, PACE_MOST);
}
END_TEST

START_TEST(a_checkpoint_is_read_as_it_was_written)
{
	const glim_value key[] = { glim_int(-5), glim_text("it's"), glim_blob("\0\xff", 2) };
	struct checkpoint checkpoint = { .rows = 123456789012 }, got;
	glim_value *values;
	size_t count;
	char *text;

	text = checkpoint_text(&checkpoint);
	ck_assert(checkpoint_read(text, &got));
	ck_assert_ptr_null(checkpoint_key(&got, &count));
	checkpoint_finish(&got);
	free(text);
	checkpoint_set_key(&checkpoint, key, 3);
	text = checkpoint_text(&checkpoint);
	ck_assert(checkpoint_is(text));
	ck_assert_uint_eq(checkpoint_rows(text), 123456789012);
	ck_assert(checkpoint_read(text, &got));
	values = checkpoint_key(&got, &count);
	ck_assert_uint_eq(count, 3);
	ck_assert_int_eq(values[0].as.integer, -5);
	ck_assert_str_eq(values[1].as.data, "it's");
	ck_assert_uint_eq(values[2].length, 2);
	free(values);
	free(text);
	checkpoint_finish(&got);
	checkpoint_finish(&checkpoint);
}
END_TEST

static const char *const damaged[] = { "repeatable",      "",
				       "checkpoint",      "checkpoint 5",
				       "checkpoint 5 x",  "checkpoint 5 0",
				       "checkpoint 5 zz", "checkpoint 5 01000000" };

START_TEST(a_damaged_checkpoint_is_none)
{
	struct checkpoint got;

	ck_assert(!checkpoint_read(damaged[_i], &got));
	ck_assert(!checkpoint_is(NULL) && !checkpoint_rows(NULL));
}
END_TEST

Suite *pace_suite(void);
Suite *pace_suite(void)
{
	Suite *suite = suite_create("pace");
	TCase *cases = tcase_create("pace");

	tcase_add_loop_test(cases, a_page_takes_about_its_time, 0, COUNT(paces));
	tcase_add_loop_test(cases, it_comes_to_rest, 0, 5);
	tcase_add_test(cases, a_checkpoint_is_read_as_it_was_written);
	tcase_add_loop_test(cases, a_damaged_checkpoint_is_none, 0, COUNT(damaged));
	suite_add_tcase(suite, cases);
	return suite;
}
