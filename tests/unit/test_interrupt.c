/* The watcher cancels what takes too long, and nothing else. */
#include <check.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "interrupt/interrupt.h"

enum { LIMIT = 20 * 1000, ROUNDS = 2000 };

static atomic_int cancels, told, deaf;

static bool cancel(void *data)
{
	ck_assert_ptr_eq(data, &cancels);
	return ++cancels > deaf;
}

static void tell(void)
{
	told++;
}

static void wait_for(int count)
{
	for (int i = 0; i < 1000 && cancels < count; i++)
		usleep(10000);
}

START_TEST(a_statement_is_cancelled_at_its_limit)
{
	interrupt_start();
	interrupt_unheard(tell);
	interrupt_enter(cancel, &cancels, LIMIT, "SELECT 1");
	wait_for(1);
	usleep(4 * LIMIT);
	ck_assert_int_eq(interrupt_leave(), INTERRUPT_LIMIT);
	ck_assert_int_eq(cancels, 1);
	ck_assert_int_eq(told, 0);
}
END_TEST

START_TEST(a_cancel_that_fails_is_tried_again_and_told_once)
{
	interrupt_start();
	interrupt_unheard(tell);
	deaf = 3;
	interrupt_enter(cancel, &cancels, LIMIT, "SELECT 1");
	wait_for(4);
	usleep(4 * LIMIT);
	ck_assert_int_eq(interrupt_leave(), INTERRUPT_LIMIT);
	ck_assert_int_eq(cancels, 4);
	ck_assert_int_eq(told, 1);
}
END_TEST

START_TEST(what_has_ended_is_not_tried_again)
{
	int before;

	interrupt_start();
	deaf = 100;
	interrupt_enter(cancel, &cancels, LIMIT, "SELECT 1");
	wait_for(1);
	interrupt_leave();
	before = cancels;
	interrupt_enter(cancel, &cancels, 0, "SELECT 2");
	usleep(1500 * 1000);
	ck_assert_int_eq(interrupt_leave(), INTERRUPT_NONE);
	ck_assert_int_eq(cancels, before);
}
END_TEST

static bool cancel_wrong(void *data)
{
	++*(int *)data;
	return true;
}

/* It begins at the very moment at which the limit of its predecessor passes. */
START_TEST(a_statement_is_not_cancelled_for_its_predecessor)
{
	int wrong = 0;

	interrupt_start();
	for (int i = 0; i < ROUNDS; i++) {
		const int64_t end = clock_elapsed() + 300;

		interrupt_enter(cancel, &cancels, 200, "SELECT 1");
		while (clock_elapsed() < end - i % 100)
			;
		interrupt_leave();
		interrupt_enter(cancel_wrong, &wrong, 0, "SELECT 2");
		usleep(50);
		interrupt_leave();
	}
	ck_assert_int_eq(wrong, 0);
}
END_TEST

Suite *interrupt_suite(void);
Suite *interrupt_suite(void)
{
	Suite *suite = suite_create("interrupt");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 60);
	tcase_add_test(all, a_statement_is_cancelled_at_its_limit);
	tcase_add_test(all, a_cancel_that_fails_is_tried_again_and_told_once);
	tcase_add_test(all, what_has_ended_is_not_tried_again);
	tcase_add_test(all, a_statement_is_not_cancelled_for_its_predecessor);
	suite_add_tcase(suite, all);
	return suite;
}
