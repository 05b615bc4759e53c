/* What was left in the middle goes on where it stopped, with the same answers, or stops and says
 * why. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "scene.h"
#include "script.h"

#define INDEX         "CREATE INDEX ix ON t (x)"
#define REFUSED_INDEX "CREATE INDEX refused ON t (x)"

static const struct resume_case {
	const char *title;
	struct fake_request first[8]; /* ends in the middle */
	struct fake_request then[8];
	bool done;
	const char *message, *says, *sql; /* of the error */
	const char *effects[4];           /* each once afterwards */
	const char *state;                /* how much of it stays */
} cases[] = {
	{ "a corrected step",
	  { EXEC(ROW), EXEC(TABLE), EXEC(REFUSED_INDEX) },
	  { EXEC(ROW), EXEC(TABLE), EXEC(INDEX), EXEC(OTHER_ROW) },
	  true,
	  .effects = { ROW, TABLE, INDEX, OTHER_ROW } },
	{ "the failed step is gone",
	  { EXEC(TABLE), EXEC(REFUSED_INDEX) },
	  { EXEC(TABLE) },
	  true,
	  .effects = { TABLE } },
	{ "a row that is done has changed",
	  { EXEC(ROW), EXEC(TABLE), EXEC(REFUSED_INDEX) },
	  { EXEC(OTHER_ROW), EXEC(TABLE), EXEC(INDEX) },
	  false,
	  "step 1 is done, and the plugin now asks for something else",
	  ROW,
	  OTHER_ROW,
	  { ROW, TABLE } },
	{ "a boundary that is done has changed",
	  { EXEC(TABLE), EXEC(REFUSED_INDEX) },
	  { EXEC(COLUMN), EXEC(INDEX) },
	  false,
	  "step 1 is done, and the plugin now asks for something else",
	  TABLE,
	  COLUMN,
	  { TABLE } },
	{ "the second of two boundaries that are done has changed",
	  { EXEC(TABLE), EXEC(INDEX), EXEC(REFUSED_INDEX) },
	  { EXEC(TABLE), EXEC(COLUMN), EXEC(ROW) },
	  false,
	  "step 2 is done, and the plugin now asks for something else",
	  INDEX,
	  COLUMN,
	  { TABLE, INDEX },
	  "steps 1 and 2 stay" },
	{ "it ends before the second of two that are done",
	  { EXEC(TABLE), EXEC(INDEX), EXEC(REFUSED_INDEX) },
	  { EXEC(TABLE) },
	  false,
	  "it returned after step 1, but step 2 is done",
	  INDEX,
	  NULL,
	  { TABLE, INDEX },
	  "steps 1 and 2 stay" },
	{ "a query before it",
	  { QUERY(READ), EXEC(TABLE), EXEC(REFUSED_INDEX) },
	  { QUERY(READ), EXEC(TABLE), EXEC(INDEX) },
	  true,
	  .effects = { TABLE, INDEX } },
	{ "what was forgiven is forgiven again",
	  { TRY("INSERT INTO refused VALUES (1)"), TRY(REFUSED_INDEX), EXEC(TABLE), FAIL("no") },
	  { TRY("INSERT INTO refused VALUES (1)"), TRY(REFUSED_INDEX), EXEC(TABLE), EXEC(ROW) },
	  true,
	  .effects = { TABLE, ROW } },
	{ "a begin that was rolled back",
	  { BEGIN, EXEC(ROW), ROLLBACK, EXEC(TABLE), FAIL("no") },
	  { BEGIN, EXEC(ROW), ROLLBACK, EXEC(TABLE), EXEC(OTHER_ROW) },
	  true,
	  .effects = { TABLE, OTHER_ROW } },
	{ "a failure of its own that was cleared",
	  { BEGIN, FAIL("no"), ROLLBACK, CLEAR, EXEC(TABLE), FAIL("no") },
	  { BEGIN, FAIL("no"), ROLLBACK, CLEAR, EXEC(TABLE), EXEC(ROW) },
	  true,
	  .effects = { TABLE, ROW } },
	{ "another request between the same steps",
	  { BEGIN, EXEC(ROW), COMMIT, EXEC(TABLE), FAIL("no") },
	  { BEGIN, EXEC(ROW), ROLLBACK, EXEC(TABLE), EXEC(OTHER_ROW) },
	  false,
	  "the plugin now asks for something else",
	  .effects = { ROW, TABLE } },
	{ "a script",
	  { SCRIPT(ROW "; " TABLE "; " OTHER_ROW), FAIL("no") },
	  { SCRIPT(ROW "; " TABLE "; " OTHER_ROW), EXEC(COLUMN) },
	  true,
	  .effects = { ROW, TABLE, OTHER_ROW, COLUMN } },
	{ "a setting of the session is set again",
	  { EXEC("SET SESSION sql_mode = ''"), EXEC(TABLE), FAIL("no") },
	  { EXEC("SET SESSION sql_mode = ''"), EXEC(TABLE), EXEC(ROW) },
	  true,
	  .effects = { TABLE, ROW } },
	{ "a temporary table is gone with its session",
	  { EXEC("CREATE TEMPORARY TABLE x (y INT)"), EXEC(TABLE), FAIL("no") },
	  { EXEC("CREATE TEMPORARY TABLE x (y INT)"), EXEC(TABLE), EXEC(ROW) },
	  false,
	  "cannot be resumed: it cannot be replayed: it has used a temporary table",
	  .effects = { TABLE } },
};

static void expect_effects(const struct resume_case *given)
{
	for (size_t i = 0; i < COUNT(given->effects) && given->effects[i]; i++)
		ck_assert_msg(fake_effects(given->effects[i]) == 1, "%s: %s: %zu times",
			      given->title, given->effects[i], fake_effects(given->effects[i]));
}

static bool has(const char *text, const char *part)
{
	return !part || (text && strstr(text, part));
}

/* The record of what cannot go on stays, so that the right plugin can still be deployed. */
static void expect_stop(const struct resume_case *given, const struct scene *scene)
{
	ck_assert_int_eq(error_exit_code(&scene->error), 6);
	ck_assert_msg(has(scene->error.message, given->message), "%s: %s", given->title,
		      scene->error.message);
	ck_assert_msg(has(scene->error.says, given->says), "%s: %s", given->title,
		      scene->error.says);
	ck_assert_msg(has(scene->error.sql, given->sql), "%s: %s", given->title, scene->error.sql);
	ck_assert_msg(has(scene->error.state, "stays as it was"), "%s", scene->error.state);
	ck_assert_msg(has(scene->error.state, given->state), "%s: %s", given->title,
		      scene->error.state);
	ck_assert_str_eq(scene_state(), "failed");
	ck_assert_ptr_nonnull(store_find(&fake.committed, "glim_steps", NULL, NULL));
}

START_TEST(a_half_done_run_goes_on)
{
	const struct resume_case *given = &cases[_i];
	struct scene scene;
	char *error;

	scene_start(&scene, FAKE_BOUNDARY, given->first);
	ck_assert_msg(!scene_run(&scene, DIRECTION_RUN, NULL), "%s", given->title);
	ck_assert_int_eq(scene.result.after, AFTER_PARTIAL);
	error = strdup(
		row_text(store_find(&fake.committed, "glim_migrations", NULL, NULL), "error"));
	scene_end_process(&scene);
	guest_start_script(given->then);
	scene_run(&scene, DIRECTION_RUN, NULL);
	ck_assert_msg(scene.done == given->done, "%s: %s: %s", given->title, scene.error.message,
		      scene.error.says);
	expect_effects(given);
	if (given->done) {
		ck_assert_str_eq(scene_state(), "applied");
		ck_assert_uint_eq(store_count(&fake.committed, "glim_steps", NULL, NULL), 0);
	} else {
		expect_stop(given, &scene);
		ck_assert_str_eq(
			error, row_text(store_find(&fake.committed, "glim_migrations", NULL, NULL),
					"error"));
	}
	free(error);
	scene_finish(&scene);
}
END_TEST

/* The rows of then, although others are there by now; nothing of it is asked again. */
START_TEST(a_query_is_answered_from_the_journal)
{
	const struct fake_request first[] = {
		QUERY(READ), TRY("INSERT INTO refused VALUES (1)"), EXEC(TABLE), FAIL("no"), {},
	};
	const struct fake_request then[] = {
		QUERY(READ), TRY("INSERT INTO refused VALUES (1)"), EXEC(TABLE), EXEC(ROW), {},
	};
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, first);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	scene_end_process(&scene);
	guest_start_script(then);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s", scene.error.message);
	ck_assert_str_eq(text_get(&guest.rows), "id name|1 one|2 NULL|");
	ck_assert_int_eq(guest.replies[1].code, 1064);
	ck_assert_int_eq(guest.replies[1].status, GLIM_OK);
	ck_assert_ptr_null(strstr(fake_log(), READ));
	ck_assert_ptr_null(strstr(fake_log(), "refused"));
	ck_assert_ptr_null(strstr(fake_log(), TABLE));
	scene_finish(&scene);
}
END_TEST

/* Stopped again and again, each time one call later: in the end each step was done once. */
START_TEST(stopped_at_every_call_of_every_start)
{
	static const struct fake_request script[] = {
		EXEC(ROW), EXEC(TABLE), QUERY(READ), EXEC(OTHER_ROW), EXEC(COLUMN), EXEC(INDEX), {},
	};
	const enum direction direction = _i ? DIRECTION_ROLLBACK : DIRECTION_RUN;
	struct scene scene;
	size_t starts = 0;

	scene_start(&scene, FAKE_BOUNDARY, script);
	if (direction == DIRECTION_ROLLBACK)
		scene_record(&scene, "applied");
	for (size_t at = 1; !scene.done; at++) {
		ck_assert_uint_lt(starts++, 100);
		guest_start_script(script);
		/* The last COMMIT was done, and only its answer is missing. */
		if (!scene_plan(&scene, direction, NULL)) {
			ck_assert_ptr_nonnull(scene.plan);
			ck_assert_uint_eq(scene.plan->count, 0);
			break;
		}
		fake_forget_log();
		fake.faults[0] = (struct fake_fault){ at, FAILURE_LOST, at % MOMENTS, 0 };
		fake.open_failures = -1;
		scene_execute(&scene, direction);
		/* The database is named, although it does not answer any more. */
		ck_assert_msg(!scene.error.state || !has(scene.error.state, "( cannot undo"), "%s",
			      scene.error.state);
		scene_end_process(&scene);
	}
	ck_assert_str_eq(scene_state(), direction == DIRECTION_RUN ? "applied" : "none");
	ck_assert_uint_eq(fake_effects(NULL), 5);
	ck_assert_uint_eq(fake_effects(ROW) * fake_effects(TABLE) * fake_effects(OTHER_ROW) *
				  fake_effects(COLUMN) * fake_effects(INDEX),
			  1);
	scene_finish(&scene);
}
END_TEST

/* run() stopped behind a boundary: rollback() by name undoes it, bears what is not there, ends. */
START_TEST(a_half_done_run_is_undone_by_its_name)
{
	const struct fake_request first[] = { EXEC(TABLE), EXEC(REFUSED_INDEX), {} };
	const struct fake_request undo[] = { EXEC("DROP TABLE absent"), EXEC(DROP), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, first);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	scene_end_process(&scene);
	guest_start_script(undo);
	ck_assert_msg(scene_run(&scene, DIRECTION_ROLLBACK, SCENE_NAME), "%s: %s",
		      scene.error.message, scene.error.says);
	ck_assert_uint_eq(fake_effects(DROP), 1);
	ck_assert_str_eq(scene_state(), "none");
	ck_assert_uint_eq(store_count(&fake.committed, "glim_steps", NULL, NULL), 0);
	scene_finish(&scene);
}
END_TEST

/* An undoing that fails at once leaves it to be undone again. */
START_TEST(a_failed_undoing_can_be_repeated)
{
	const struct fake_request first[] = { EXEC(TABLE), EXEC(REFUSED_INDEX), {} };
	const struct fake_request bad[] = { EXEC("DROP TABLE refused"), {} };
	const struct fake_request good[] = { EXEC(DROP), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, first);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	for (size_t i = 0; i < 2; i++) {
		scene_end_process(&scene);
		guest_start_script(bad);
		ck_assert(!scene_run(&scene, DIRECTION_ROLLBACK, SCENE_NAME));
		ck_assert_str_eq(scene_state(), "failed");
	}
	scene_end_process(&scene);
	guest_start_script(good);
	ck_assert_msg(scene_run(&scene, DIRECTION_ROLLBACK, SCENE_NAME), "%s: %s",
		      scene.error.message, scene.error.says);
	ck_assert_str_eq(scene_state(), "none");
	scene_finish(&scene);
}
END_TEST

Suite *resume_suite(void);
Suite *resume_suite(void)
{
	Suite *suite = suite_create("resume");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, a_half_done_run_goes_on, 0, COUNT(cases));
	tcase_add_test(all, a_query_is_answered_from_the_journal);
	tcase_add_loop_test(all, stopped_at_every_call_of_every_start, 0, 2);
	tcase_add_test(all, a_half_done_run_is_undone_by_its_name);
	tcase_add_test(all, a_failed_undoing_can_be_repeated);
	suite_add_tcase(suite, all);
	return suite;
}
