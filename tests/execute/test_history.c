/* What is read of the history tables: the original's, today's, and those that cannot be right. */
#include <check.h>
#include <string.h>

#include "scene.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct column original_columns[] = {
	{ .name = "id" },
	{ .name = "name" },
	{ .name = "created_at" },
	{ .name = "description" },
};
static const struct model original = { "glim_migrations", "glim_migrations", original_columns, 4 };

static void add_row(const char *table, const char *const cells[][2])
{
	struct fake_row *row = store_add(&fake.committed, table);

	for (size_t i = 0; cells[i][0]; i++)
		row_set_text(row, cells[i][0], cells[i][1]);
	store_copy(&fake.now, &fake.committed);
}

#define ADD(table, ...) add_row(table, (const char *const[][2]){ __VA_ARGS__, { NULL, NULL } })

/* No table, or that of the original. */
static void start_with(struct scene *scene, const struct model *model)
{
	scene_start(scene, FAKE_BOUNDARY, NULL);
	store_finish(&fake.committed);
	if (model)
		store_create(&fake.committed, model);
	store_copy(&fake.now, &fake.committed);
}

static struct history *read_history(struct scene *scene)
{
	struct history *history = history_read(scene->db, &scene->error);

	ck_assert_msg(history != NULL, "%s", scene->error.message);
	return history;
}

START_TEST(without_a_table_there_is_no_history)
{
	struct scene scene;
	struct history *history;

	start_with(&scene, NULL);
	history = read_history(&scene);
	ck_assert(!history->exists && !history->complete && history->count == 0);
	ck_assert(!history_require(history, scene.db, &scene.error));
	ck_assert_int_eq(error_exit_code(&scene.error), 6);
	ck_assert_ptr_nonnull(strstr(scene.error.message, "there is no history in shop on"));
	ck_assert_ptr_nonnull(strstr(scene.error.next[0], "glim migration:init"));
	history_destroy(history);
	scene_finish(&scene);
}
END_TEST

START_TEST(rows_of_the_original_count_as_applied)
{
	struct scene scene;
	struct history *history;
	const struct record *record;

	start_with(&scene, &original);
	ADD("glim_migrations", { "id", "b" }, { "name", "AddCrates" },
	    { "created_at", "2015-03-02 10:00:00" }, { "description", "crates" });
	ADD("glim_migrations", { "id", "a" }, { "name", "AddUser" },
	    { "created_at", "2015-03-01 10:00:00" }, { "description", NULL });
	history = read_history(&scene);
	ck_assert(history->exists && !history->complete);
	ck_assert_uint_eq(history_applied(history), 2);
	ck_assert_str_eq(history->records[0].name, "AddUser");
	record = history_find(history, "AddCrates");
	ck_assert_int_eq(record->state, RECORD_APPLIED);
	ck_assert_int_eq(record->direction, DIRECTION_RUN);
	ck_assert_int_eq(record->reversible, -1);
	ck_assert_int_eq(record->duration_us, -1);
	ck_assert_ptr_null(record->checksum);
	ck_assert_ptr_null(record->last_step);
	ck_assert(!history_require(history, scene.db, &scene.error));
	ck_assert_ptr_nonnull(strstr(scene.error.message, "an older version"));
	history_destroy(history);
	scene_finish(&scene);
}
END_TEST

static const struct {
	const char *name;
	const char *other;
	bool refused;
} names[] = {
	{ "AddUser", "AddUser", true },
	{ "AddUser", "adduser", false },
	{ "AddUser", "AddUser ", false },
	{ "", "", true },
};

/* faults: 139 */
START_TEST(a_name_stands_there_once)
{
	struct scene scene;
	struct history *history;

	start_with(&scene, &original);
	ADD("glim_migrations", { "id", "1" }, { "name", names[_i].name },
	    { "created_at", "2015-03-02 10:00:00" });
	ADD("glim_migrations", { "id", "2" }, { "name", names[_i].other },
	    { "created_at", "2015-03-01 10:00:00" });
	history = history_read(scene.db, &scene.error);
	ck_assert_int_eq(history == NULL, names[_i].refused);
	if (names[_i].refused) {
		ck_assert_int_eq(error_exit_code(&scene.error), 6);
		ck_assert_ptr_nonnull(strstr(scene.error.message, "twice: the rows with the id"));
		ck_assert_ptr_nonnull(strstr(scene.error.message, "1"));
		ck_assert_ptr_nonnull(strstr(scene.error.message, "2"));
	}
	history_destroy(history);
	scene_finish(&scene);
}
END_TEST

static const struct {
	const char *state, *direction, *step; /* of its journal; NULL: none */
	enum record_state expected;
	bool half_done, pending;
} states[] = {
	{ "applied", "run", NULL, RECORD_APPLIED, false, false },
	{ NULL, NULL, NULL, RECORD_APPLIED, false, false },
	{ "failed", "run", NULL, RECORD_FAILED, false, true },
	{ "failed", "run", "failed", RECORD_FAILED, true, false },
	{ "running", "run", NULL, RECORD_RUNNING, true, false },
	{ "running", "run", "started", RECORD_RUNNING, true, false },
	{ "running", "rollback", "done", RECORD_RUNNING, true, false },
	{ "paused", "run", NULL, RECORD_UNKNOWN, true, false },
	{ "", "run", NULL, RECORD_UNKNOWN, true, false },
	{ "APPLIED", "run", NULL, RECORD_UNKNOWN, true, false },
};

/* faults: 138 */
START_TEST(what_each_state_means)
{
	struct scene scene;
	struct history *history;
	const struct record *record;

	scene_start(&scene, FAKE_BOUNDARY, NULL);
	scene_record(&scene, states[_i].state);
	row_set_text(store_find(&fake.now, "glim_migrations", NULL, NULL), "direction",
		     states[_i].direction);
	if (states[_i].step)
		ADD("glim_steps", { "name", SCENE_NAME }, { "direction", states[_i].direction },
		    { "step", "2" }, { "state", states[_i].step }, { "sql_text", "DROP TABLE t" });
	if (states[_i].step)
		row_set_text(store_find(&fake.now, "glim_migrations", NULL, NULL), "direction",
			     states[_i].direction);
	history = read_history(&scene);
	ck_assert(history->complete);
	record = history_find(history, SCENE_NAME);
	ck_assert_int_eq(record->state, states[_i].expected);
	ck_assert_int_eq(record_half_done(record), states[_i].half_done);
	ck_assert_int_eq(plan_pending(record), states[_i].pending);
	ck_assert_int_eq(record->last_step != NULL, states[_i].step != NULL);
	if (record->last_step) {
		ck_assert_int_eq(record->last_step->step, 2);
		ck_assert_str_eq(record->last_step->sql, "DROP TABLE t");
	}
	history_destroy(history);
	scene_finish(&scene);
}
END_TEST

START_TEST(rows_come_by_time_and_are_found_by_name)
{
	static const char *const rows[][2] = {
		{ "C", "2026-01-01 00:00:00.000002" },
		{ "B", "2026-01-01 00:00:00.000001" },
		{ "A", "2026-01-01 00:00:00.000002" },
		{ "D", "nonsense" },
	};
	struct scene scene;
	struct history *history;
	char order[5] = "";

	scene_start(&scene, FAKE_TRANSACTIONAL, NULL);
	for (size_t i = 0; i < COUNT(rows); i++)
		ADD("glim_migrations", { "id", rows[i][0] }, { "name", rows[i][0] },
		    { "created_at", rows[i][1] }, { "state", "applied" });
	history = read_history(&scene);
	for (size_t i = 0; i < history->count; i++)
		order[i] = history->records[i].name[0];
	ck_assert_str_eq(order, "DBAC");
	ck_assert_int_eq(history_find(history, "D")->created_at, 0);
	ck_assert_str_eq(history_find(history, "C")->id, "C");
	ck_assert_ptr_null(history_find(history, "E"));
	history_destroy(history);
	scene_finish(&scene);
}
END_TEST

static const struct {
	enum failure_kind kind;
	size_t call;
	int exit_code;
} troubles[] = {
	{ FAILURE_LOST, 1, 4 },
	{ FAILURE_AUTH, 1, 4 },
	{ FAILURE_SQL, 1, 1 },
	{ FAILURE_LOST, 2, 4 },
};

/* init makes it again; until then nothing runs. */
START_TEST(a_journal_that_is_gone_leaves_the_history_incomplete)
{
	struct scene scene;
	struct history *history;

	scene_start(&scene, FAKE_BOUNDARY, NULL);
	scene_record(&scene, "running");
	fake_forget_log();
	fake.faults[0] = (struct fake_fault){ .at = 2, .kind = FAILURE_NO_TABLE };
	history = read_history(&scene);
	ck_assert(history->exists && !history->complete);
	history_destroy(history);
	scene_finish(&scene);
}
END_TEST

/* Only a table that is not there is "no history"; the journal is read too when it matters. */
START_TEST(what_cannot_be_read_is_no_empty_history)
{
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, NULL);
	scene_record(&scene, "running");
	fake_forget_log();
	fake.faults[0] = (struct fake_fault){ .at = troubles[_i].call, .kind = troubles[_i].kind };
	ck_assert_ptr_null(history_read(scene.db, &scene.error));
	ck_assert_int_eq(error_exit_code(&scene.error), troubles[_i].exit_code);
	ck_assert_ptr_nonnull(strstr(scene.error.message, troubles[_i].call == 1
								  ? "reading glim_migrations"
								  : "reading glim_steps"));
	scene_finish(&scene);
}
END_TEST

Suite *history_suite(void);
Suite *history_suite(void)
{
	Suite *suite = suite_create("history");
	TCase *all = tcase_create("all");

	tcase_add_test(all, without_a_table_there_is_no_history);
	tcase_add_test(all, rows_of_the_original_count_as_applied);
	tcase_add_loop_test(all, a_name_stands_there_once, 0, COUNT(names));
	tcase_add_loop_test(all, what_each_state_means, 0, COUNT(states));
	tcase_add_test(all, rows_come_by_time_and_are_found_by_name);
	tcase_add_test(all, a_journal_that_is_gone_leaves_the_history_incomplete);
	tcase_add_loop_test(all, what_cannot_be_read_is_no_empty_history, 0, COUNT(troubles));
	suite_add_tcase(suite, all);
	return suite;
}
