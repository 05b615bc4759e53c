/* What fails before anything was done, and what a signal can no longer undo. */
#include <check.h>
#include <signal.h>
#include <string.h>

#include "scene.h"
#include "script.h"

/* A record of a rollback that left nothing says what it said before. */
START_TEST(a_refused_rollback_leaves_the_record_as_it_was)
{
	static const char *const columns[] = { "id",          "name",       "created_at",
					       "description", "state",      "direction",
					       "checksum",    "depends",    "runner",
					       "reversible",  "statements", "error",
					       "applied_by",  "duration_us" };
	const struct fake_request script[] = { EXEC("DROP INDEX refused ON t"), {} };
	struct scene scene;
	struct fake_store before = { 0 };

	scene_start(&scene, FAKE_BOUNDARY, script);
	scene_record(&scene, "applied");
	store_copy(&before, &fake.committed);
	ck_assert(!scene_run(&scene, DIRECTION_ROLLBACK, NULL));
	for (size_t i = 0; i < COUNT(columns); i++)
		ck_assert_pstr_eq(
			row_text(store_find(&fake.committed, "glim_migrations", NULL, NULL),
				 columns[i]),
			row_text(store_find(&before, "glim_migrations", NULL, NULL), columns[i]));
	store_finish(&before);
	scene_finish(&scene);
}
END_TEST

START_TEST(what_never_started_is_not_recorded)
{
	const bool drifted = _i;
	struct scene scene;

	scene_start(&scene, FAKE_TRANSACTIONAL, (const struct fake_request[]){ EXEC(ROW), {} });
	if (drifted)
		guest.checksum = "another";
	else
		guest.refused = "is no shared object";
	scene_record(&scene, "applied");
	ck_assert(!scene_run(&scene, DIRECTION_ROLLBACK, NULL));
	ck_assert_str_eq(error_slug(scene.error.code), drifted ? "drifted" : "plugin-refused");
	ck_assert_int_eq(error_exit_code(&scene.error), drifted ? 6 : 3);
	ck_assert_uint_eq(guest.runs, 0);
	ck_assert_str_eq(fake_log(), "");
	ck_assert_str_eq(scene_state(), "applied");
	scene_finish(&scene);
}
END_TEST

/* A signal while record and COMMIT are on their way comes too late to cancel anything. */
START_TEST(a_signal_does_not_cancel_the_commit)
{
	const struct fake_request script[] = { EXEC(ROW), {} };
	struct scene scene;
	size_t calls;

	scene_start(&scene, FAKE_TRANSACTIONAL, script);
	ck_assert(scene_run(&scene, DIRECTION_RUN, NULL));
	calls = fake.calls;
	scene_finish(&scene);
	scene_start(&scene, FAKE_TRANSACTIONAL, script);
	ck_assert(scene_plan(&scene, DIRECTION_RUN, NULL));
	fake_forget_log();
	fake.faults[0] = (struct fake_fault){ .at = calls - (size_t)_i, .signal = SIGTERM };
	ck_assert_msg(scene_execute(&scene, DIRECTION_RUN), "%s", scene.error.message);
	ck_assert_str_eq(scene_state(), "applied");
	scene_finish(&scene);
}
END_TEST

Suite *untouched_suite(void);
Suite *untouched_suite(void)
{
	Suite *suite = suite_create("untouched");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_refused_rollback_leaves_the_record_as_it_was);
	tcase_add_loop_test(all, what_never_started_is_not_recorded, 0, 2);
	tcase_add_loop_test(all, a_signal_does_not_cancel_the_commit, 0, 3);
	suite_add_tcase(suite, all);
	return suite;
}
