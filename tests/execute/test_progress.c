/* What is told of a migration under way, and when; on a fake database, at a time of our own. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "interrupt/interrupt.h"
#include "progress/progress.h"
#include "scene.h"
#include "script.h"

static struct {
	struct scene scene;
	struct progress *progress;
	int saved;
	FILE *file;
} told;

static const struct fake_request nothing[] = { { 0 } };

/* stderr is a file, so plain lines come. */
static void begin(int64_t every, bool quiet)
{
	scene_start(&told.scene, FAKE_BOUNDARY, nothing);
	told.scene.output.quiet = quiet;
	told.file = tmpfile();
	told.saved = dup(STDERR_FILENO);
	dup2(fileno(told.file), STDERR_FILENO);
	told.progress = progress_create(told.scene.db, &told.scene.output, every);
}

static void finish(const char *expected)
{
	char text[2000] = "";
	size_t length;

	progress_destroy(told.progress);
	dup2(told.saved, STDERR_FILENO);
	close(told.saved);
	rewind(told.file);
	length = fread(text, 1, sizeof text - 1, told.file);
	text[length] = '\0';
	fclose(told.file);
	scene_finish(&told.scene);
	ck_assert_str_eq(text, expected);
}

/* The watcher looks each second. */
static void pass(int seconds)
{
	for (int i = 0; i < seconds; i++) {
		usleep(1000 * 1000);
		fake_interrupt_tick(false);
	}
}

enum { EVERY = 30 * 1000000 };

START_TEST(a_line_comes_every_half_minute)
{
	begin(EVERY, false);
	pass(100);
	progress_begin(told.progress, "Fill");
	progress_step(told.progress, 2);
	pass(29);
	ck_assert_int_eq(lseek(STDERR_FILENO, 0, SEEK_CUR), 0);
	progress_count(told.progress, 100, 1000);
	pass(31);
	progress_end(told.progress);
	pass(100);
	progress_begin(told.progress, "Next");
	pass(29);
	progress_end(told.progress);
	finish("glim: Fill: 30 s, step 2, 100 of 1,000 (10 %)\n"
	       "glim: Fill: 1 min 0 s, step 2, 100 of 1,000 (10 %)\n");
}
END_TEST

START_TEST(a_total_that_was_too_low_is_none)
{
	begin(EVERY, false);
	progress_begin(told.progress, "Fill");
	progress_step(told.progress, 2);
	progress_count(told.progress, 10, 10);
	pass(31);
	progress_count(told.progress, 19813, 10);
	pass(30);
	progress_end(told.progress);
	finish("glim: Fill: 30 s, step 2, 10 of 10 (100 %)\n"
	       "glim: Fill: 1 min 0 s, step 2, 19,813, 330 a second\n");
}
END_TEST

START_TEST(none_comes_where_none_is_wanted)
{
	begin(_i ? EVERY : 0, _i);
	progress_begin(told.progress, "Fill");
	pass(100);
	finish("");
}
END_TEST

/* SIGUSR1; with -q too. */
START_TEST(who_asks_is_told_at_once)
{
	begin(EVERY, true);
	fake_interrupt_tick(true);
	progress_begin(told.progress, "Fill");
	fake_interrupt_tick(true);
	pass(2);
	progress_step(told.progress, 3);
	fake_interrupt_tick(true);
	finish("glim: Fill: 0 s\nglim: Fill: 2 s, step 3\n");
}
END_TEST

static bool never(void *data)
{
	(void)data;
	return false;
}

START_TEST(the_database_is_asked_once_a_second_and_not_in_the_first)
{
	begin(EVERY, false);
	fake.progress = (struct statement_progress){ .state = "copying", .percent = 5 };
	progress_begin(told.progress, "Copy");
	interrupt_enter(never, NULL, 0, "ALTER");
	fake_interrupt_tick(false);
	ck_assert_uint_eq(fake.progress_asked, 0);
	pass(1);
	ck_assert_uint_eq(fake.progress_asked, 1);
	fake_interrupt_tick(false);
	fake_interrupt_tick(false);
	ck_assert_uint_eq(fake.progress_asked, 1);
	pass(2);
	ck_assert_uint_eq(fake.progress_asked, 3);
	fake_interrupt_tick(true);
	interrupt_leave();
	fake_interrupt_tick(true);
	finish("glim: Copy: 3 s, copying, 5 %\nglim: Copy: 3 s\n");
}
END_TEST

/* What was said of the statement before is not said of this one. */
START_TEST(a_new_statement_has_nothing_of_the_last_one)
{
	begin(EVERY, false);
	fake.progress = (struct statement_progress){ .state = "copying", .percent = -1 };
	progress_begin(told.progress, "Copy");
	interrupt_enter(never, NULL, 0, "ALTER");
	pass(3);
	interrupt_leave();
	interrupt_enter(never, NULL, 0, "ALTER");
	fake_interrupt_tick(true);
	pass(2);
	fake_interrupt_tick(true);
	interrupt_leave();
	finish("glim: Copy: 3 s\nglim: Copy: 5 s, copying\n");
}
END_TEST

START_TEST(who_blocks_is_named_once_without_a_terminal)
{
	begin(EVERY, false);
	fake.progress = (struct statement_progress){
		.state = "Waiting for table metadata lock",
		.percent = -1,
		.waits = true,
	};
	progress_begin(told.progress, "Alter");
	interrupt_enter(never, NULL, 0, "ALTER");
	pass(2);
	fake.blocker = (struct statement_blocker){ .who = (char *)"connection 7", .age = 5000000 };
	pass(5);
	fake.blocker.who = (char *)"connection 8";
	pass(5);
	interrupt_leave();
	finish("glim: Alter: 3 s, waiting for table metadata lock, oldest open transaction: "
	       "connection 7, 5 s\n"
	       "glim: Alter: 8 s, waiting for table metadata lock, oldest open transaction: "
	       "connection 8, 5 s\n");
}
END_TEST

/* The first word of it comes while the statement is too new to be told of. */
START_TEST(who_blocks_a_statement_that_began_late_is_named)
{
	begin(0, false);
	fake.progress = (struct statement_progress){
		.state = "Waiting for table metadata lock",
		.percent = -1,
		.waits = true,
	};
	fake.blocker = (struct statement_blocker){ .who = (char *)"connection 7", .age = 5000000 };
	progress_begin(told.progress, "Alter");
	pass(3);
	interrupt_enter(never, NULL, 0, "ALTER");
	pass(3);
	interrupt_leave();
	finish("glim: Alter: 5 s, waiting for table metadata lock, oldest open transaction: "
	       "connection 7, 5 s\n");
}
END_TEST

START_TEST(a_lost_session_is_not_asked)
{
	begin(EVERY, false);
	progress_begin(told.progress, "Copy");
	database_abandon(told.scene.db);
	pass(31);
	ck_assert_uint_eq(fake.progress_asked, 0);
	finish("glim: Copy: 30 s\n");
}
END_TEST

Suite *progress_suite(void);
Suite *progress_suite(void)
{
	Suite *suite = suite_create("progress");
	TCase *tests = tcase_create("progress");

	tcase_add_test(tests, a_line_comes_every_half_minute);
	tcase_add_test(tests, a_total_that_was_too_low_is_none);
	tcase_add_loop_test(tests, none_comes_where_none_is_wanted, 0, 2);
	tcase_add_test(tests, who_asks_is_told_at_once);
	tcase_add_test(tests, the_database_is_asked_once_a_second_and_not_in_the_first);
	tcase_add_test(tests, a_new_statement_has_nothing_of_the_last_one);
	tcase_add_test(tests, who_blocks_is_named_once_without_a_terminal);
	tcase_add_test(tests, who_blocks_a_statement_that_began_late_is_named);
	tcase_add_test(tests, a_lost_session_is_not_asked);
	suite_add_tcase(suite, tests);
	return suite;
}
