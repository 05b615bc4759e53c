/* One runner at a time: waiting, giving up, being stopped, and a lock that cannot be asked for. */
#include <check.h>
#include <signal.h>
#include <string.h>

#include "lock/lock.h"
#include "scene.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { SECOND = 1000000 };

static const struct lock_case {
	const char *title;
	int busy; /* so many tries fail; -1: all */
	bool broken;
	int signal;
	int64_t timeout;
	struct lock_holder holder;
	enum error_code code;
	int exit_code;
	const char *message, *state;
	int64_t slept_least, slept_most;
} cases[] = {
	{ "free", 0, false, 0, 60 * SECOND, {}, ERROR_NONE, 0, NULL, NULL, 0, 0 },
	{ "free, and nobody waits", 0, false, 0, 0, {}, ERROR_NONE, 0, NULL, NULL, 0, 0 },
	{ "busy, then free",
	  7,
	  false,
	  0,
	  60 * SECOND,
	  {},
	  ERROR_NONE,
	  0,
	  NULL,
	  NULL,
	  SECOND / 2,
	  2 * SECOND },
	{ "busy until the end",
	  -1,
	  false,
	  0,
	  5 * SECOND,
	  { .who = (char *)"ci@deploy-7 (connection 133)",
	    .since = (char *)"2026-11-01 09:12:04 UTC",
	    .doing = (char *)"ALTER TABLE users ADD x INT" },
	  ERROR_LOCKED,
	  5,
	  "another run holds the lock: ci@deploy-7 (connection 133); waited 5.00 s",
	  "it executes: ALTER TABLE users ADD x INT, since 2026-11-01 09:12:04 UTC; nothing was "
	  "started",
	  5 * SECOND,
	  6 * SECOND },
	{ "the holder writes over many lines, and a secret",
	  -1,
	  false,
	  0,
	  SECOND,
	  { .who = (char *)"ci@deploy-7 (connection 133)",
	    .since = (char *)"2026-11-01 09:12:04 UTC",
	    .doing = (char *)"CREATE USER ana\n\tIDENTIFIED BY 'hush'\n" },
	  ERROR_LOCKED,
	  5,
	  "another run holds the lock: ci@deploy-7 (connection 133); waited 1.00 s",
	  "it executes: CREATE USER ana IDENTIFIED BY '***', since 2026-11-01 09:12:04 UTC; "
	  "nothing was started",
	  SECOND,
	  2 * SECOND },
	{ "held by nobody who can be named",
	  -1,
	  false,
	  0,
	  SECOND,
	  {},
	  ERROR_LOCKED,
	  5,
	  "another run holds the lock: a session that has just ended; waited 1.00 s",
	  "it is between two statements; nothing was started",
	  SECOND,
	  2 * SECOND },
	{ "nobody waits",
	  -1,
	  false,
	  0,
	  0,
	  { .who = (char *)"ana@laptop (process 4711)" },
	  ERROR_LOCKED,
	  5,
	  "another run holds the lock: ana@laptop (process 4711)",
	  "nothing was started",
	  0,
	  0 },
	{ "a signal",
	  -1,
	  false,
	  SIGINT,
	  60 * SECOND,
	  {},
	  ERROR_CANCELLED,
	  130,
	  "cancelled while waiting for the lock",
	  "nothing was started",
	  0,
	  SECOND },
	{ "the connection is lost",
	  0,
	  true,
	  0,
	  60 * SECOND,
	  {},
	  ERROR_CONNECT,
	  4,
	  "taking the lock failed",
	  NULL,
	  0,
	  0 },
};

START_TEST(the_lock_is_waited_for)
{
	const struct lock_case *given = &cases[_i];
	struct error error = { 0 };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, NULL);
	fake.busy = given->busy;
	fake.lock_broken = given->broken;
	fake.holder = given->holder;
	fake_interrupt_set(given->signal);
	ck_assert_int_eq(lock_take(scene.db, given->timeout, &scene.output, &error),
			 given->code == ERROR_NONE);
	ck_assert_str_eq(error_slug(error.code), error_slug(given->code));
	ck_assert_int_eq(error_exit_code(&error), given->exit_code);
	ck_assert_msg(!given->message || strstr(error.message, given->message), "%s: %s",
		      given->title, error.message);
	ck_assert_msg(!given->state || strstr(error.state, given->state), "%s: %s", given->title,
		      error.state);
	ck_assert_int_ge(fake_clock_slept(), given->slept_least);
	ck_assert_int_le(fake_clock_slept(), given->slept_most);
	error_finish(&error);
	scene_finish(&scene);
}
END_TEST

Suite *lock_suite(void);
Suite *lock_suite(void)
{
	Suite *suite = suite_create("lock");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, the_lock_is_waited_for, 0, COUNT(cases));
	suite_add_tcase(suite, all);
	return suite;
}
