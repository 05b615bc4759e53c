/*
 * Backfills: each page a transaction with its checkpoint, and what a later start makes of it. The
 * fake gives the rows 1 and 2 to every page: with a limit of two there is always another page.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "data/backfill.h"
#include "scene.h"
#include "script.h"

#define SELECTION(rows)                                                                            \
	{                                                                                          \
		.table = "t", .columns = (const char *[]){ "name", "id" }, .column_count = 2,      \
		.key = (const char *[]){ "name" }, .key_count = 1, .limit = (rows),                \
		.key_vouched = true                                                                \
	}

static const struct backfill whole = { .selection = SELECTION(100),
				       .writes = (const char *[]){ "x" },
				       .write_count = 1 };
static const struct backfill paged = { .selection = SELECTION(2),
				       .writes = (const char *[]){ "x" },
				       .write_count = 1 };
static const struct backfill other = { .selection = SELECTION(100),
				       .writes = (const char *[]){ "y" },
				       .write_count = 1 };
static const struct backfill sets_key = { .selection = SELECTION(100), .set = "x = 1, NAME = x" };
static const struct backfill set = { .selection = SELECTION(100), .set = "x = 1" };

/* The same text each time: it is walked another way, or reaches other rows. */
#define SET_WALK(key_name, number, reached)                                                        \
	{                                                                                          \
		.selection = { .table = "t",                                                       \
			       .columns = (const char *[]){ "id", "name" },                        \
			       .column_count = 2,                                                  \
			       .key = (const char *[]){ key_name },                                \
			       .key_count = 1,                                                     \
			       .where = "y > ?",                                                   \
			       .values = (glim_value[]){ INT(reached) },                           \
			       .value_count = 1,                                                   \
			       .limit = (number),                                                  \
			       .key_vouched = true },                                              \
		.set = "x = 1"                                                                     \
	}

static const struct backfill set_paged = SET_WALK("id", 2, 5);
static const struct backfill set_same = SET_WALK("id", 100, 5);
static const struct backfill set_by_name = SET_WALK("name", 100, 5);
static const struct backfill set_further = SET_WALK("id", 100, 6);

static const struct backfill gentle = { .selection = SELECTION(2),
					.writes = (const char *[]){ "x" },
					.write_count = 1,
					.threads_most = 2 };

#define UPDATE_X "UPDATE `t` SET `x` = ? WHERE `name` = ?"
#define SET_X    "UPDATE `t` SET x = 1\n WHERE (`name` <= ?)"

#define BACKFILL(what)                                                                             \
	{                                                                                          \
		.kind = WIRE_BACKFILL, .backfill = (what)                                          \
	}
#define PAGE(number, ...)                                                                          \
	{                                                                                          \
		.kind = WIRE_BACKFILL_PAGE, .values = { __VA_ARGS__ }, .count = (number)           \
	}
#define ONE_ROW PAGE(2, INT(1), TEXT("a"))
#define NO_ROW                                                                                     \
	{                                                                                          \
		.kind = WIRE_BACKFILL_PAGE                                                         \
	}

START_TEST(a_page_is_written_with_its_checkpoint)
{
	static const struct fake_request script[] = {
		EXEC(ROW), BACKFILL(&whole), ONE_ROW, EXEC(OTHER_ROW), {}
	};
	const enum fake_kind kind = _i ? FAKE_BOUNDARY : FAKE_TRANSACTIONAL;
	struct scene scene;

	scene_start(&scene, kind, script);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s: %s", scene.error.message,
		      scene.error.says);
	ck_assert_int_eq(guest.replies[1].code, 1);
	ck_assert_int_eq(guest.replies[2].code, 0);
	ck_assert_int_eq(guest.replies[2].changes, 2);
	ck_assert_str_eq(text_get(&guest.rows), "page behind 0|id name|1 one|2 NULL|");
	ck_assert_uint_eq(fake_effects(ROW) + fake_effects(OTHER_ROW), 2);
	ck_assert_uint_eq(fake_effects(NULL), 3);
	ck_assert_uint_eq(store_count(&fake.committed, "glim_steps", NULL, NULL), 0);
	ck_assert_uint_eq(scene.result.statements, 3);
	scene_finish(&scene);
}
END_TEST

START_TEST(an_expression_is_set_up_to_the_last_key)
{
	static const struct fake_request script[] = { BACKFILL(&set), NO_ROW, {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s: %s", scene.error.message,
		      scene.error.says);
	ck_assert_str_eq(text_get(&guest.rows), "");
	ck_assert_msg(strstr(fake_log(), SET_X), "%s", fake_log());
	scene_finish(&scene);
}
END_TEST

static const char *checkpoint(void)
{
	const struct fake_row *row = store_find(&fake.committed, "glim_steps", NULL, NULL);

	return row ? row_text(row, "fingerprint") : "";
}

/* One page is done, and the next one read; then the migration fails. */
static void stop_after_one(struct scene *scene, const char *why)
{
	static struct fake_request script[] = {
		EXEC(ROW), BACKFILL(&paged), ONE_ROW, FAIL("no"), {}
	};

	script[3].sql = why;
	scene_start(scene, FAKE_BOUNDARY, script);
	ck_assert(!scene_run(scene, DIRECTION_RUN, NULL));
	ck_assert_str_eq(scene_state(), "failed");
	ck_assert_int_eq(scene->result.after, AFTER_PARTIAL);
	ck_assert_msg(strstr(scene->error.state, "2 rows of step 2 are done and stay"), "%s",
		      scene->error.state);
	ck_assert_msg(strncmp(checkpoint(), "checkpoint 2 ", 13) == 0, "%s", checkpoint());
	scene_end_process(scene);
	fake_forget_log();
}

static const struct resume_case {
	const char *title;
	struct fake_request then[6];
	const char *message; /* NULL: it goes on */
} resumes[] = {
	{ "the same", { EXEC(ROW), BACKFILL(&whole), ONE_ROW, EXEC(OTHER_ROW) } },
	{ "other columns",
	  { EXEC(ROW), BACKFILL(&other), ONE_ROW },
	  "2 rows of step 2 are done, and the plugin now asks for something else" },
	{ "an expression", { EXEC(ROW), BACKFILL(&set), NO_ROW }, "asks for something else there" },
	{ "a statement", { EXEC(ROW), EXEC(OTHER_ROW) }, "asks for something else there" },
	{ "nothing", { EXEC(ROW) }, "step 2 is a backfill that has not come to its end" },
	{ "another step before", { EXEC(OTHER_ROW), BACKFILL(&whole) }, "step 1 is done" },
};

START_TEST(it_goes_on_behind_its_checkpoint)
{
	const struct resume_case *given = &resumes[_i];
	struct scene scene;

	stop_after_one(&scene, "no");
	guest_start_script(given->then);
	scene_run(&scene, DIRECTION_RUN, NULL);
	ck_assert_msg(scene.done == !given->message, "%s: %s: %s", given->title,
		      scene.error.message, scene.error.says);
	if (given->message) {
		ck_assert_msg(strstr(scene.error.message, given->message), "%s: %s", given->title,
			      scene.error.message);
		ck_assert_int_eq(error_exit_code(&scene.error), 6);
		ck_assert_msg(strncmp(checkpoint(), "checkpoint 2 ", 13) == 0, "%s", checkpoint());
	} else {
		ck_assert_int_eq(guest.replies[2].changes, 4);
		ck_assert_msg(strstr(fake_log(), "FROM `t` WHERE (`name` > ?)"), "%s", fake_log());
		ck_assert_uint_eq(fake_effects(UPDATE_X), 2);
		ck_assert_uint_eq(fake_effects(OTHER_ROW), 1);
	}
	scene_finish(&scene);
}
END_TEST

static const struct {
	const struct backfill *then;
	const char *checkpoint, *message; /* NULL: as it is; NULL: it goes on */
} walks[] = {
	{ &set_same, NULL, NULL },
	{ &set_by_name, NULL, "asks for the same there with other values or by another key" },
	{ &set_further, NULL, "asks for the same there with other values or by another key" },
	{ &set_same, "checkpoint 2 ", "where they end is no value of its key" },
	{ &set_same, "checkpoint 2 0", "where they end is no value of its key" },
	{ &set_same, "checkpoint 2 00ff", "where they end is no value of its key" },
	{ &set_same, "checkpoint 2", "where they end is no value of its key" },
};

static void damage_checkpoint(const char *text)
{
	struct fake_row *row = store_find(&fake.committed, "glim_steps", NULL, NULL);

	row_set_text(row, "fingerprint", text);
	store_copy(&fake.now, &fake.committed);
}

/* Its rows would be done twice, or not at all. */
START_TEST(it_goes_on_by_the_same_key_and_values_only)
{
	static const struct fake_request first[] = { BACKFILL(&set_paged), NO_ROW, FAIL("no"), {} };
	const struct fake_request then[] = { BACKFILL(walks[_i].then), NO_ROW, {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, first);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_msg(strncmp(checkpoint(), "checkpoint 2 ", 13) == 0, "%s", checkpoint());
	scene_end_process(&scene);
	if (walks[_i].checkpoint)
		damage_checkpoint(walks[_i].checkpoint);
	guest_start_script(then);
	scene_run(&scene, DIRECTION_RUN, NULL);
	ck_assert_msg(scene.done == !walks[_i].message, "%d: %s: %s", _i, scene.error.message,
		      scene.error.says);
	if (walks[_i].message) {
		ck_assert_msg(strstr(scene.error.message, walks[_i].message), "%s",
			      scene.error.message);
		ck_assert_int_eq(error_exit_code(&scene.error), 6);
		ck_assert_msg(!strstr(fake_log(), "SET x = 1"), "%s", fake_log());
	}
	scene_finish(&scene);
}
END_TEST

/* What has done nothing yet may be anything the next time. */
START_TEST(one_that_has_done_nothing_may_be_another)
{
	static const struct fake_request first[] = { BACKFILL(&whole), FAIL("no"), {} };
	static const struct fake_request then[] = { BACKFILL(&other), ONE_ROW, {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, first);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_msg(strstr(scene.error.state, "everything it did was undone"), "%s",
		      scene.error.state);
	scene_end_process(&scene);
	guest_start_script(then);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s: %s", scene.error.message,
		      scene.error.says);
	scene_finish(&scene);
}
END_TEST

/* Done, and then something else failed: it is answered as done. */
START_TEST(one_that_is_done_is_not_done_again)
{
	static const struct fake_request first[] = {
		BACKFILL(&whole), ONE_ROW, EXEC(TABLE), FAIL("no"), {}
	};
	static const struct fake_request then[] = { BACKFILL(&whole), EXEC(TABLE), EXEC(ROW), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, first);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	scene_end_process(&scene);
	guest_start_script(then);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s: %s", scene.error.message,
		      scene.error.says);
	ck_assert_int_eq(guest.replies[0].code, 0);
	ck_assert_uint_eq(fake_effects(UPDATE_X), 1);
	ck_assert_uint_eq(fake_effects(TABLE), 1);
	scene_finish(&scene);
}
END_TEST

static void start_again(struct scene *scene, const struct fake_request *script)
{
	scene_end_process(scene);
	guest_start_script(script);
	scene_run(scene, DIRECTION_RUN, NULL);
}

/* It was the last that had been done; what is done behind it in a second start knows its answer. */
START_TEST(one_that_is_done_is_answered_in_a_third_start)
{
	static const struct fake_request first[] = { BACKFILL(&whole), ONE_ROW, FAIL("no"), {} };
	static const struct fake_request second[] = {
		BACKFILL(&whole), EXEC(TABLE), FAIL("no"), {}
	};
	static const struct fake_request third[] = { BACKFILL(&whole), EXEC(TABLE), EXEC(ROW), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, first);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	start_again(&scene, second);
	ck_assert_str_eq(scene_state(), "failed");
	start_again(&scene, third);
	ck_assert_msg(scene.done, "%s: %s", scene.error.message, scene.error.says);
	ck_assert_int_eq(guest.replies[0].changes, 2);
	ck_assert_uint_eq(fake_effects(UPDATE_X), 1);
	ck_assert_uint_eq(fake_effects(TABLE), 1);
	scene_finish(&scene);
}
END_TEST

/* A deadlock while the page is written: it is read and given again. */
START_TEST(a_page_that_loses_a_conflict_is_given_again)
{
	static const struct fake_request script[] = { BACKFILL(&whole), ONE_ROW, ONE_ROW, {} };
	struct scene scene;
	size_t at;

	for (at = 1;; at++) {
		scene_start(&scene, FAKE_TRANSACTIONAL, script);
		ck_assert(scene_plan(&scene, DIRECTION_RUN, NULL));
		fake_forget_log();
		fake.faults[0] = (struct fake_fault){ .at = at, .kind = FAILURE_CONFLICT };
		scene_execute(&scene, DIRECTION_RUN);
		if (strstr(fake_log(), "\"x\" = ? WHERE \"name\" = ? (fault)"))
			break;
		ck_assert_uint_lt(at, 60);
		scene_finish(&scene);
	}
	ck_assert_msg(scene.done, "%s: %s", scene.error.message, scene.error.says);
	ck_assert_int_eq(guest.replies[1].code, 1);
	ck_assert_int_eq(guest.replies[2].code, 0);
	ck_assert_uint_eq(fake_effects(NULL), 1);
	scene_finish(&scene);
}
END_TEST

/* Killed at every call of every start, in both directions: the page is written once. */
START_TEST(stopped_at_every_call_of_every_start)
{
	static const struct fake_request script[] = {
		EXEC(ROW), BACKFILL(&whole), ONE_ROW, EXEC(OTHER_ROW), {}
	};
	static const struct fake_request again[] = {
		EXEC(ROW), BACKFILL(&whole), EXEC(OTHER_ROW), {}
	};
	const enum direction direction = _i % 2 ? DIRECTION_ROLLBACK : DIRECTION_RUN;
	const enum fake_kind kind = _i / 2 ? FAKE_BOUNDARY : FAKE_TRANSACTIONAL;
	const char *update = _i / 2 ? UPDATE_X : "UPDATE \"t\" SET \"x\" = ? WHERE \"name\" = ?";
	struct scene scene;
	size_t starts = 0;

	scene_start(&scene, kind, script);
	if (direction == DIRECTION_ROLLBACK)
		scene_record(&scene, "applied");
	for (size_t at = 1; !scene.done; at++) {
		const bool page_done = fake_effects(update) > 0;

		ck_assert_uint_lt(starts++, 100);
		guest_start_script(page_done ? again : script);
		ck_assert(scene_plan(&scene, direction, NULL));
		fake_forget_log();
		fake.faults[0] = (struct fake_fault){ at, FAILURE_LOST, at % MOMENTS, 0 };
		fake.open_failures = -1;
		scene_execute(&scene, direction);
		scene_end_process(&scene);
	}
	ck_assert_str_eq(scene_state(), direction == DIRECTION_RUN ? "applied" : "none");
	ck_assert_uint_eq(fake_effects(update), 1);
	ck_assert_uint_eq(fake_effects(NULL), 3);
	scene_finish(&scene);
}
END_TEST

static const enum failure_kind kinds[] = {
	FAILURE_SQL,      FAILURE_CONNECT,   FAILURE_AUTH, FAILURE_CANCELLED, FAILURE_CONFLICT,
	FAILURE_NO_TABLE, FAILURE_LOCK_WAIT, FAILURE_FULL, FAILURE_READ_ONLY,
};

/* Each call of the driver fails once, in each way: the next start does what is left. */
START_TEST(fails_at_every_call)
{
	static const struct fake_request script[] = {
		EXEC(ROW), BACKFILL(&whole), ONE_ROW, EXEC(OTHER_ROW), {}
	};
	static const struct fake_request again[] = {
		EXEC(ROW), BACKFILL(&whole), EXEC(OTHER_ROW), {}
	};
	const enum fake_kind kind = _i % 2 ? FAKE_BOUNDARY : FAKE_TRANSACTIONAL;
	const char *update = _i % 2 ? UPDATE_X : "UPDATE \"t\" SET \"x\" = ? WHERE \"name\" = ?";
	bool reached = true;

	for (size_t at = 1; reached; at++) {
		struct scene scene;

		ck_assert_uint_lt(at, 100);
		scene_start(&scene, kind, script);
		ck_assert(scene_plan(&scene, DIRECTION_RUN, NULL));
		fake_forget_log();
		fake.faults[0] = (struct fake_fault){ .at = at, .kind = kinds[_i / 2] };
		scene_execute(&scene, DIRECTION_RUN);
		reached = fake.calls >= at;
		scene_end_process(&scene);
		fake_forget_log();
		if (!scene.done) {
			guest_start_script(fake_effects(update) ? again : script);
			ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "call %zu: %s: %s",
				      at, scene.error.message, scene.error.says);
		}
		ck_assert_str_eq(scene_state(), "applied");
		ck_assert_msg(fake_effects(update) == 1 && fake_effects(NULL) == 3, "call %zu: %zu",
			      at, fake_effects(NULL));
		scene_finish(&scene);
	}
}
END_TEST

static const struct misuse_case {
	const char *title;
	struct fake_request script[6];
	const char *says;
} misuses[] = {
	{ "inside of a begin",
	  { BEGIN, BACKFILL(&whole) },
	  "it cannot stand between glim_begin()" },
	{ "of its key", { BACKFILL(&sets_key) }, "a backfill cannot write its own key name" },
	{ "another one", { BACKFILL(&whole), BACKFILL(&whole) }, "in the midst of a backfill" },
	{ "a statement", { BACKFILL(&whole), EXEC(ROW) }, "in the midst of a backfill" },
	{ "a page of none", { ONE_ROW }, "a page of no backfill" },
	{ "half a row", { BACKFILL(&whole), PAGE(1, INT(1)) }, "a page of no backfill" },
	{ "rows of an expression", { BACKFILL(&set), ONE_ROW }, "a page of no backfill" },
};

START_TEST(what_is_misuse)
{
	const struct misuse_case *given = &misuses[_i];
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, given->script);
	ck_assert_msg(!scene_run(&scene, DIRECTION_RUN, NULL), "%s", given->title);
	ck_assert_msg(strstr(scene.error.says, given->says), "%s: %s", given->title,
		      scene.error.says);
	ck_assert_uint_eq(fake_effects(NULL), 0);
	scene_finish(&scene);
}
END_TEST

/* A server that never has time for it: the time of the migration ends that too. */
START_TEST(what_waits_has_no_more_time_than_its_migration)
{
	static const struct fake_request script[] = { BACKFILL(&gentle), ONE_ROW, {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	scene.entry.facts.timeout = 30;
	fake.threads = 3;
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_int_ge(fake_clock_slept(), 29 * 1000000);
	ck_assert_int_lt(fake_clock_slept(), 40 * 1000000);
	ck_assert_int_eq(scene.error.code, ERROR_TIMEOUT);
	ck_assert_msg(strstr(scene.error.says, "its time of 30 s is over, and it has to wait: "
					       "3 threads run on the server"),
		      "%s", scene.error.says);
	scene_finish(&scene);
}
END_TEST

Suite *backfill_suite(void);
Suite *backfill_suite(void)
{
	Suite *suite = suite_create("backfill");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, a_page_is_written_with_its_checkpoint, 0, 2);
	tcase_add_test(all, an_expression_is_set_up_to_the_last_key);
	tcase_add_loop_test(all, it_goes_on_behind_its_checkpoint, 0, COUNT(resumes));
	tcase_add_loop_test(all, it_goes_on_by_the_same_key_and_values_only, 0, COUNT(walks));
	tcase_add_test(all, one_that_has_done_nothing_may_be_another);
	tcase_add_test(all, one_that_is_done_is_not_done_again);
	tcase_add_test(all, one_that_is_done_is_answered_in_a_third_start);
	tcase_add_test(all, a_page_that_loses_a_conflict_is_given_again);
	tcase_add_loop_test(all, stopped_at_every_call_of_every_start, 0, 4);
	tcase_add_loop_test(all, fails_at_every_call, 0, 2 * COUNT(kinds));
	tcase_add_loop_test(all, what_is_misuse, 0, COUNT(misuses));
	tcase_add_test(all, what_waits_has_no_more_time_than_its_migration);
	suite_add_tcase(suite, all);
	return suite;
}
