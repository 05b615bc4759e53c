/* Bulks and scans: what reaches the database, what a replay makes of them, and what is misuse. */
#include <check.h>
#include <string.h>

#include "catalog/checksum.h"
#include "execute/journal.h"
#include "scene.h"
#include "script.h"

static const struct bulk pairs = { BULK_INSERT, "t", (const char *const[]){ "id", "name" },
				   (const bool[]){ true, false }, 2 };
static const struct bulk refused = { BULK_UPDATE, "refused",
				     (const char *const[]){ "id", "syntax" },
				     (const bool[]){ true, false }, 2 };
static const struct selection names = { .table = "t",
					.columns = (const char *[]){ "id", "name" },
					.column_count = 2,
					.key = (const char *[]){ "id" },
					.key_count = 1,
					.limit = 2 };

#define TWO_ROWS    BULK_ROWS(4, INT(1), TEXT("a"), INT(2), TEXT("b"))
#define TWO_OTHERS  BULK_ROWS(4, INT(8), TEXT("x"), INT(9), TEXT("y"))
#define TWO_SWAPPED BULK_ROWS(4, INT(1), TEXT("b"), INT(2), TEXT("a"))
#define OTHER_TYPES BULK_ROWS(4, INT(1), TEXT("a"), INT(2), INT(2))
#define ONE_ROW     BULK_ROWS(2, INT(1), TEXT("a"))
#define SECOND_ROW  BULK_ROWS(2, INT(2), TEXT("b"))
#define BULK_ROW    "INSERT INTO `t` (`id`, `name`) VALUES (?, ?)"

START_TEST(rows_are_written_behind_a_savepoint)
{
	static const struct fake_request script[] = { OPEN_BULK(&pairs), TWO_ROWS, CLOSE_BULK, {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s", scene.error.message);
	ck_assert_msg(strstr(fake_log(), "START TRANSACTION\nSAVEPOINT glim_canary\n"
					 "SAVEPOINT glim_1\n" BULK_ROW "\n" BULK_ROW
					 "\nRELEASE SAVEPOINT glim_1\n"),
		      "%s", fake_log());
	ck_assert_uint_eq(fake_effects(BULK_ROW), 2);
	ck_assert_int_eq(guest.replies[2].changes, 2);
	ck_assert_uint_eq(scene.result.statements, 1);
	scene_finish(&scene);
}
END_TEST

START_TEST(the_row_that_is_refused_is_named)
{
	static const struct fake_request script[] = {
		OPEN_BULK(&refused), TWO_ROWS, CLOSE_BULK, {}
	};
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_msg(strstr(scene.error.says, "row 1 (id = 1)"), "%s", scene.error.says);
	ck_assert_msg(strstr(scene.error.sql, "UPDATE `refused`"), "%s", scene.error.sql);
	ck_assert_msg(strstr(scene.error.at, "m.c:1"), "%s", scene.error.at);
	ck_assert_msg(strstr(fake_log(), "ROLLBACK TO SAVEPOINT glim_1"), "%s", fake_log());
	ck_assert_uint_eq(fake_effects(NULL), 0);
	ck_assert_uint_eq(scene.result.step, 1);
	scene_finish(&scene);
}
END_TEST

/* A packet that fails for a reason of its own, and whose rows are all good. */
START_TEST(rows_that_are_good_alone_are_written)
{
	static const struct fake_request script[] = { OPEN_BULK(&pairs), TWO_ROWS, CLOSE_BULK, {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	ck_assert(scene_plan(&scene, DIRECTION_RUN, NULL));
	fake_forget_log();
	fake.faults[0] = (struct fake_fault){ .at = 6, .kind = FAILURE_SQL };
	ck_assert_msg(scene_execute(&scene, DIRECTION_RUN), "%s", scene.error.message);
	ck_assert_msg(strstr(fake_log(), BULK_ROW " (fault)"), "%s", fake_log());
	ck_assert_uint_eq(fake_effects(BULK_ROW), 2);
	scene_finish(&scene);
}
END_TEST

static const struct replay_case {
	const char *title;
	struct fake_request then[6];
	const char *message; /* NULL: it goes on */
} replays[] = {
	{ "the same rows", { OPEN_BULK(&pairs), TWO_ROWS, CLOSE_BULK, EXEC(TABLE), EXEC(ROW) } },
	{ "other values of the same types",
	  { OPEN_BULK(&pairs), TWO_OTHERS, CLOSE_BULK, EXEC(TABLE), EXEC(ROW) },
	  "step 1 is done, and the plugin now gives rows with other values" },
	{ "the same bytes in other columns",
	  { OPEN_BULK(&pairs), TWO_SWAPPED, CLOSE_BULK, EXEC(TABLE), EXEC(ROW) },
	  "step 1 is done, and the plugin now gives rows with other values" },
	{ "in two packets",
	  { OPEN_BULK(&pairs), ONE_ROW, SECOND_ROW, CLOSE_BULK, EXEC(TABLE), EXEC(ROW) } },
	{ "a row less",
	  { OPEN_BULK(&pairs), ONE_ROW, CLOSE_BULK, EXEC(TABLE), EXEC(ROW) },
	  "step 1 is done with 2 rows, and the plugin now gives 1" },
	{ "other types",
	  { OPEN_BULK(&pairs), OTHER_TYPES, CLOSE_BULK, EXEC(TABLE), EXEC(ROW) },
	  "step 1 is done, and the plugin now gives rows of other types" },
	{ "another table",
	  { OPEN_BULK(&refused), TWO_ROWS, CLOSE_BULK, EXEC(TABLE), EXEC(ROW) },
	  "step 1 is done, and the plugin now asks for something else there" },
	{ "no bulk",
	  { EXEC(OTHER_ROW), EXEC(TABLE), EXEC(ROW) },
	  "step 1 is done, and the plugin now asks for something else there" },
};

START_TEST(rows_of_a_done_bulk_are_swallowed)
{
	const struct replay_case *given = &replays[_i];
	static const struct fake_request first[] = { OPEN_BULK(&pairs), TWO_ROWS,   CLOSE_BULK,
						     EXEC(TABLE),       FAIL("no"), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, first);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	scene_end_process(&scene);
	guest_start_script(given->then);
	scene_run(&scene, DIRECTION_RUN, NULL);
	ck_assert_msg(scene.done == !given->message, "%s: %s: %s", given->title,
		      scene.error.message, scene.error.says);
	ck_assert_uint_eq(fake_effects(BULK_ROW), 2);
	ck_assert_uint_eq(fake_effects(ROW), !given->message);
	if (given->message) {
		ck_assert_msg(strstr(scene.error.message, given->message), "%s: %s", given->title,
			      scene.error.message);
		ck_assert_int_eq(error_exit_code(&scene.error), 6);
	} else {
		const size_t close = given->then[2].kind == WIRE_BULK_CLOSE ? 2 : 3;

		ck_assert_int_eq(guest.replies[close].changes, 2);
	}
	scene_finish(&scene);
}
END_TEST

/* Takes away the entry: its kind, and a hash with its length and a NUL. */
static void forget_values(void)
{
	const struct fake_row *row = store_find(&fake.committed, "glim_steps", NULL, NULL);
	struct fake_cell *journal = (struct fake_cell *)row_cell(row, "journal");
	const uint32_t head[] = { JOURNAL_VALUES, CHECKSUM_TEXT - 1 };
	char *entry = memmem(journal->data, journal->length, head, sizeof head);
	char *behind = entry + sizeof head + CHECKSUM_TEXT;

	ck_assert_ptr_nonnull(entry);
	memmove(entry, behind, (size_t)(journal->data + journal->length - behind));
	journal->length -= sizeof head + CHECKSUM_TEXT;
	store_copy(&fake.now, &fake.committed);
}

START_TEST(a_journal_of_before_there_were_hashes_of_values_goes_on)
{
	static const struct fake_request first[] = { OPEN_BULK(&pairs), TWO_ROWS,   CLOSE_BULK,
						     EXEC(TABLE),       FAIL("no"), {} };
	static const struct fake_request then[] = { OPEN_BULK(&pairs), TWO_OTHERS, CLOSE_BULK,
						    EXEC(TABLE),       EXEC(ROW),  {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, first);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	scene_end_process(&scene);
	forget_values();
	guest_start_script(then);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s", scene.error.message);
	ck_assert_uint_eq(fake_effects(BULK_ROW), 2);
	ck_assert_uint_eq(fake_effects(ROW), 1);
	scene_finish(&scene);
}
END_TEST

START_TEST(a_failed_bulk_that_was_forgiven_is_forgiven_again)
{
	static const struct fake_request first[] = {
		BEGIN, OPEN_BULK(&refused), TWO_ROWS,   CLOSE_BULK, ROLLBACK,
		CLEAR, EXEC(TABLE),         FAIL("no"), {},
	};
	static const struct fake_request then[] = {
		BEGIN, OPEN_BULK(&refused), TWO_ROWS,  CLOSE_BULK, ROLLBACK,
		CLEAR, EXEC(TABLE),         EXEC(ROW), {},
	};
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, first);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_int_eq(guest.replies[3].status, GLIM_ERROR);
	scene_end_process(&scene);
	guest_start_script(then);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s: %s", scene.error.message,
		      scene.error.says);
	ck_assert_int_eq(guest.replies[3].status, GLIM_ERROR);
	ck_assert_int_eq(guest.replies[5].status, GLIM_OK);
	ck_assert_uint_eq(fake_effects(ROW), 1);
	scene_finish(&scene);
}
END_TEST

/* No row of its own is to blame, as where the table is missing: its savepoint is not the guest's.
 */
START_TEST(a_bulk_that_fails_as_a_whole_can_be_forgiven)
{
	static const struct fake_request script[] = {
		BEGIN,    EXEC(ROW), OPEN_BULK(&pairs), TWO_ROWS, CLOSE_BULK,
		ROLLBACK, CLEAR,     EXEC(OTHER_ROW),   {},
	};
	static const enum failure_kind whole[] = { FAILURE_NO_TABLE, FAILURE_AUTH,
						   FAILURE_LOCK_WAIT };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	ck_assert(scene_plan(&scene, DIRECTION_RUN, NULL));
	fake_forget_log();
	fake.fault_of_sql.sql = BULK_ROW;
	fake.fault_of_sql.kind = whole[_i];
	ck_assert_msg(scene_execute(&scene, DIRECTION_RUN), "%s: %s", scene.error.message,
		      scene.error.says);
	ck_assert_int_eq(guest.replies[4].status, GLIM_ERROR);
	ck_assert_uint_eq(fake_effects(ROW), 0);
	ck_assert_uint_eq(fake_effects(OTHER_ROW), 1);
	scene_finish(&scene);
}
END_TEST

/* Killed at every call of every start: in the end each row is there once. */
START_TEST(stopped_at_every_call_of_every_start)
{
	static const struct fake_request script[] = {
		EXEC(TABLE), OPEN_BULK(&pairs), ONE_ROW,   SCAN(&names),
		CLOSE_BULK,  EXEC(COLUMN),      EXEC(ROW), {},
	};
	struct scene scene;
	size_t starts = 0;

	scene_start(&scene, FAKE_BOUNDARY, script);
	/* It may be applied though its runner never heard of it. */
	for (size_t at = 1; strcmp(scene_state(), "applied") != 0; at++) {
		ck_assert_uint_lt(starts++, 100);
		guest_start_script(script);
		ck_assert(scene_plan(&scene, DIRECTION_RUN, NULL));
		fake_forget_log();
		fake.faults[0] = (struct fake_fault){ at, FAILURE_LOST, at % MOMENTS, 0 };
		fake.open_failures = -1;
		scene_execute(&scene, DIRECTION_RUN);
		scene_end_process(&scene);
	}
	ck_assert_uint_eq(fake_effects(NULL), 4);
	ck_assert_uint_eq(fake_effects(BULK_ROW), 1);
	scene_finish(&scene);
}
END_TEST

static const struct misuse_case {
	const char *title;
	struct fake_request script[6];
	const char *says;
} misuses[] = {
	{ "left open", { OPEN_BULK(&pairs), ONE_ROW }, "run() returned while a bulk of t is open" },
	{ "a boundary", { OPEN_BULK(&pairs), EXEC(TABLE) }, "while a bulk of t is open" },
	{ "a begin", { OPEN_BULK(&pairs), BEGIN }, "glim_begin() while a bulk of t is open" },
	{ "a commit",
	  { BEGIN, OPEN_BULK(&pairs), COMMIT },
	  "glim_commit() while a bulk of t is open" },
	{ "rows of none", { ONE_ROW }, "rows that are of no bulk" },
	{ "half a row", { OPEN_BULK(&pairs), BULK_ROWS(1, INT(1)) }, "rows that are of no bulk" },
	{ "closed twice",
	  { OPEN_BULK(&pairs), CLOSE_BULK, CLOSE_BULK },
	  "a bulk that is not open is closed" },
	{ "one number", { OPEN_BULK(&pairs), OPEN_BULK(&pairs) }, "two bulks of one number" },
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

static const struct bulk history = { BULK_DELETE, "glim_log", (const char *const[]){ "id" },
				     (const bool[]){ true }, 1 };

START_TEST(the_history_takes_no_bulk)
{
	static const struct fake_request script[] = { OPEN_BULK(&history), CLOSE_BULK, {} };
	struct scene scene;

	scene_start(&scene, FAKE_TRANSACTIONAL, script);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_msg(strstr(scene.error.says, "the history is written by the runner only"), "%s",
		      scene.error.says);
	scene_finish(&scene);
}
END_TEST

/* Its rows could not be taken back. */
START_TEST(a_table_without_transactions_takes_no_bulk)
{
	static const struct fake_request script[] = { OPEN_BULK(&pairs), CLOSE_BULK, {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	fake.plain_table = "t";
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_msg(strstr(scene.error.says, "has no transactions"), "%s", scene.error.says);
	scene_finish(&scene);
}
END_TEST

static const struct selection next = { .table = "t",
				       .columns = (const char *[]){ "id", "name" },
				       .column_count = 2,
				       .key = (const char *[]){ "id" },
				       .key_count = 1,
				       .after = (glim_value[]){ INT(2) },
				       .after_count = 1,
				       .limit = 3 };

START_TEST(a_page_asks_behind_the_last_key)
{
	static const struct fake_request script[] = { SCAN(&names), SCAN(&next), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s: %s", scene.error.message,
		      scene.error.says);
	ck_assert_msg(strstr(fake_log(),
			     "SELECT `id`, `name` FROM `t` ORDER BY `id` LIMIT ?\n"
			     "SELECT `id`, `name` FROM `t` WHERE (`id` > ?) ORDER BY `id` LIMIT ?"),
		      "%s", fake_log());
	/* The fake gives two rows: a whole page the first time, the last one the second. */
	ck_assert_int_eq(guest.replies[0].code, 1);
	ck_assert_int_eq(guest.replies[1].code, 0);
	ck_assert_str_eq(text_get(&guest.rows), "id name|1 one|2 NULL|id name|1 one|2 NULL|");
	scene_finish(&scene);
}
END_TEST

#define UNKNOWN(name, vouched)                                                                     \
	{                                                                                          \
		.table = (name), .columns = (const char *[]){ "id", "name" }, .column_count = 2,   \
		.key = (const char *[]){ "id" }, .key_count = 1, .limit = 3,                       \
		.key_vouched = (vouched)                                                           \
	}

static const struct selection unknown = UNKNOWN("unknown", false);
static const struct selection unknown_vouched = UNKNOWN("unknown", true);
static const struct selection unknown_refused = UNKNOWN("unknown refused", false);

/* As of a temporary table, which the database does not describe. */
START_TEST(a_key_of_which_nothing_is_known_is_refused)
{
	static const struct {
		const struct selection *asked;
		const char *says;
	} cases[] = {
		{ &unknown, "say .key_vouched = 1" },
		{ &unknown_vouched, NULL },
		{ &unknown_refused, "You have an error in your SQL syntax" },
	};
	const struct fake_request script[] = { SCAN(cases[_i].asked), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	scene_run(&scene, DIRECTION_RUN, NULL);
	ck_assert_int_eq(scene.done, !cases[_i].says);
	if (cases[_i].says)
		ck_assert_msg(strstr(scene.error.says, cases[_i].says), "%s", scene.error.says);
	scene_finish(&scene);
}
END_TEST

Suite *bulk_suite(void);
Suite *bulk_suite(void)
{
	Suite *suite = suite_create("bulk");
	TCase *all = tcase_create("all");

	tcase_add_test(all, rows_are_written_behind_a_savepoint);
	tcase_add_test(all, the_row_that_is_refused_is_named);
	tcase_add_test(all, rows_that_are_good_alone_are_written);
	tcase_add_loop_test(all, rows_of_a_done_bulk_are_swallowed, 0, COUNT(replays));
	tcase_add_test(all, a_journal_of_before_there_were_hashes_of_values_goes_on);
	tcase_add_test(all, a_failed_bulk_that_was_forgiven_is_forgiven_again);
	tcase_add_loop_test(all, a_bulk_that_fails_as_a_whole_can_be_forgiven, 0, 3);
	tcase_add_test(all, stopped_at_every_call_of_every_start);
	tcase_add_loop_test(all, what_is_misuse, 0, COUNT(misuses));
	tcase_add_test(all, the_history_takes_no_bulk);
	tcase_add_test(all, a_table_without_transactions_takes_no_bulk);
	tcase_add_test(all, a_page_asks_behind_the_last_key);
	tcase_add_loop_test(all, a_key_of_which_nothing_is_known_is_refused, 0, 3);
	suite_add_tcase(suite, all);
	return suite;
}
