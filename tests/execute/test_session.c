/*
 * What reaches from one migration into the next, or from a former tool into ours: times, sessions,
 * ids, records without a plugin, tables that cannot undo.
 */
#include <check.h>
#include <string.h>

#include "base/clock.h"
#include "scene.h"
#include "script.h"

static const struct {
	enum fake_kind kind;
	const char *sql;
	bool changed;
} sessions[] = {
	{ FAKE_TRANSACTIONAL, ROW, false },
	{ FAKE_TRANSACTIONAL, TABLE, false },
	{ FAKE_TRANSACTIONAL, "PRAGMA foreign_keys = OFF", true },
	{ FAKE_TRANSACTIONAL, "PRAGMA case_sensitive_like = ON", true },
	{ FAKE_TRANSACTIONAL, "CREATE TEMP TABLE x (y INT)", true },
	{ FAKE_TRANSACTIONAL, "ATTACH 'x.db' AS x", true },
	{ FAKE_TRANSACTIONAL, "PRAGMA table_info(t)", false },
	{ FAKE_BOUNDARY, ROW, false },
	{ FAKE_BOUNDARY, TABLE, false },
	{ FAKE_BOUNDARY, "SET SESSION sql_mode = ''", true },
	{ FAKE_BOUNDARY, "SET autocommit = 0", true },
	{ FAKE_BOUNDARY, "SET foreign_key_checks = 0, autocommit = 1", true },
	{ FAKE_BOUNDARY, "CREATE TEMPORARY TABLE x (y INT)", true },
	{ FAKE_BOUNDARY, "DO GET_LOCK('x', 1)", true },
	{ FAKE_BOUNDARY, "SET @x = 1", false },
};

/* faults: 84 86 */
START_TEST(a_changed_session_is_not_used_again)
{
	const struct fake_request script[] = { EXEC(sessions[_i].sql), {} };
	struct scene scene;

	scene_start(&scene, sessions[_i].kind, script);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s", scene.error.says);
	ck_assert_msg(scene.result.session_changed == sessions[_i].changed, "%s", sessions[_i].sql);
	scene_finish(&scene);
}
END_TEST

/* faults: 85 133 */
START_TEST(a_write_that_cannot_be_undone_is_a_boundary)
{
	static const char *const writes[] = {
		"INSERT INTO ledger VALUES (1)",
		"UPDATE `Ledger` SET x = 2",
		"LOAD DATA LOCAL INFILE 'x' INTO TABLE ledger",
	};
	const struct fake_request script[] = { EXEC(writes[_i]), EXEC(ROW), FAIL("no"), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	fake.plain_table = "ledger";
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_uint_eq(fake_effects(writes[_i]), 1);
	ck_assert_uint_eq(fake_effects(ROW), 0);
	ck_assert_int_eq(scene.result.after, AFTER_PARTIAL);
	ck_assert_msg(strstr(scene.error.state, "step 1 stays"), "%s", scene.error.state);
	scene_finish(&scene);
}
END_TEST

/* By a view, a trigger or a function that nobody has seen: the server tells when it undoes. */
START_TEST(what_could_not_be_undone_is_said)
{
	static const char write[] = "INSERT INTO ledger VALUES (1)";
	const struct fake_request script[] = { EXEC(write), EXEC(ROW), FAIL("no"), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	fake.plain_table = "ledger";
	fake.plain_table_hides = true;
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_uint_eq(fake_effects(write), 1);
	ck_assert_uint_eq(fake_effects(ROW), 0);
	ck_assert_str_eq(scene.error.state,
			 "not everything it did was undone: it writes to a table whose engine has "
			 "no transactions; AddUser is marked failed");
	ck_assert_str_eq(scene.error.next[0],
			 "undo by hand what it left, then: glim migration:run");
	scene_finish(&scene);
}
END_TEST

/* A second try would write it twice. */
START_TEST(what_could_not_be_undone_is_not_tried_again)
{
	static const char write[] = "INSERT INTO ledger VALUES (1)";
	const struct fake_request script[] = { EXEC(write), EXEC(ROW), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	fake.plain_table = "ledger";
	fake.plain_table_hides = true;
	ck_assert(scene_plan(&scene, DIRECTION_RUN, NULL));
	fake_forget_log();
	fake.fault_of_sql = (struct fake_sql_fault){ ROW, FAILURE_CONFLICT };
	ck_assert(!scene_execute(&scene, DIRECTION_RUN));
	ck_assert_uint_eq(fake_effects(write), 1);
	scene_finish(&scene);
}
END_TEST

START_TEST(reading_such_a_table_is_none)
{
	const struct fake_request script[] = { QUERY("SELECT * FROM ledger"), FAIL("no"), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	fake.plain_table = "ledger";
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_int_eq(scene.result.after, AFTER_UNDONE);
	scene_finish(&scene);
}
END_TEST

/* The engine of a new table may be the server's default, which no statement names. */
START_TEST(which_tables_cannot_undo_is_asked_again_after_a_boundary)
{
	const struct fake_request script[] = {
		EXEC(ROW),
		EXEC("CREATE TABLE ledger (x INT)"),
		EXEC("INSERT INTO ledger VALUES (1)"),
		FAIL("no"),
		{},
	};
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	fake.plain_table_comes_with = "CREATE TABLE ledger (x INT)";
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_uint_eq(fake_effects("INSERT INTO ledger VALUES (1)"), 1);
	ck_assert_msg(strstr(scene.error.state, "steps 1 to 3 stay"), "%s", scene.error.state);
	scene_finish(&scene);
}
END_TEST

/* A statement that may do a part before it is refused has left something. */
START_TEST(a_refusal_that_leaves_something_is_not_forgotten)
{
	const struct fake_request script[] = { EXEC("DROP TABLE t, halfway"), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_uint_eq(fake_effects(NULL), 1);
	ck_assert_int_ne(scene.result.after, AFTER_UNDONE);
	ck_assert_str_eq(scene_state(), "failed");
	ck_assert_uint_eq(store_count(&fake.committed, "glim_steps", NULL, NULL), 1);
	scene_finish(&scene);
}
END_TEST

static int64_t time_of(const char *name)
{
	return clock_parse(row_text(store_find(&fake.committed, "glim_migrations", "name", name),
				    "created_at"));
}

/* The order of a rollback is that of these times, whatever the clock does in between. */
START_TEST(times_grow_within_one_run)
{
	const struct fake_request script[] = { {} };
	struct scene scene;
	struct entry other;
	struct plan_item items[2] = { 0 };
	struct execution execution;

	scene_start(&scene, FAKE_TRANSACTIONAL, script);
	other = scene.entry;
	other.name = (char *)"AddCrates";
	items[0].entry = &scene.entry;
	items[1].entry = &other;
	ck_assert(scene_plan(&scene, DIRECTION_RUN, NULL));
	execution = (struct execution){
		.db = scene.db,
		.catalog = &scene.catalog,
		.history = scene.history,
		.output = &scene.output,
	};
	ck_assert(execute_item(&execution, &items[0], DIRECTION_RUN, &scene.result, &scene.error));
	fake_clock_set(-INT64_C(3600000000));
	ck_assert(execute_item(&execution, &items[1], DIRECTION_RUN, &scene.result, &scene.error));
	ck_assert_int_gt(time_of("AddCrates"), time_of(SCENE_NAME));
	execution_finish(&execution);
	scene_finish(&scene);
}
END_TEST

/* A failed run that left nothing: there is nothing to call rollback() for. */
START_TEST(a_failed_record_is_dropped_without_its_plugin)
{
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, (const struct fake_request[]){ EXEC(ROW), {} });
	scene_record(&scene, "failed");
	ck_assert_msg(scene_run(&scene, DIRECTION_ROLLBACK, NULL), "%s", scene.error.message);
	ck_assert_uint_eq(guest.runs, 0);
	ck_assert_str_eq(scene_state(), "none");
	ck_assert_uint_eq(store_count(&fake.committed, "glim_log", "event", "rollback"), 1);
	scene_finish(&scene);
}
END_TEST

/* Whatever stands in the original's id column is the row's key. */
START_TEST(any_id_of_the_original_can_be_rolled_back)
{
	static const char *const ids[] = {
		"8d3f3c3e-7a54-4a5e-9b0c-0c5d2d8a5a10",
		"1",
		"urn:uuid:8d3f3c3e-7a54-4a5e-9b0c-0c5d2d8a5a10",
	};
	struct scene scene;

	scene_start(&scene, FAKE_TRANSACTIONAL, (const struct fake_request[]){ {} });
	scene_record(&scene, "applied");
	row_set_text(store_find(&fake.now, "glim_migrations", NULL, NULL), "id", ids[_i]);
	store_copy(&fake.committed, &fake.now);
	ck_assert_msg(scene_run(&scene, DIRECTION_ROLLBACK, NULL), "%s", scene.error.says);
	ck_assert_str_eq(scene_state(), "none");
	scene_finish(&scene);
}
END_TEST

Suite *session_suite(void);
Suite *session_suite(void)
{
	Suite *suite = suite_create("session");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, a_changed_session_is_not_used_again, 0, COUNT(sessions));
	tcase_add_loop_test(all, a_write_that_cannot_be_undone_is_a_boundary, 0, 3);
	tcase_add_test(all, what_could_not_be_undone_is_said);
	tcase_add_test(all, what_could_not_be_undone_is_not_tried_again);
	tcase_add_test(all, reading_such_a_table_is_none);
	tcase_add_test(all, a_refusal_that_leaves_something_is_not_forgotten);
	tcase_add_test(all, a_failed_record_is_dropped_without_its_plugin);
	tcase_add_loop_test(all, any_id_of_the_original_can_be_rolled_back, 0, 3);
	tcase_add_test(all, which_tables_cannot_undo_is_asked_again_after_a_boundary);
	tcase_add_test(all, times_grow_within_one_run);
	suite_add_tcase(suite, all);
	return suite;
}
