/* Statements that are taken or refused as a whole, and what they answer. */
#include <stdlib.h>
#include <string.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "base/memory.h"
#include "rows.h"
#include "target.h"

/* faults: 87 */
START_TEST(two_statements_in_one_call_are_refused)
{
	struct target target;
	struct failure failure;

	if (!target_open(&target, _i))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	failure = target_fails(&target, "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
	ck_assert_int_eq(failure.kind, FAILURE_SQL);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
	target_run(&target, "INSERT INTO t VALUES (1) ; -- the end");
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 1);
	failure_finish(&failure);
	target_close(&target);
}
END_TEST

START_TEST(a_wrong_number_of_values_is_refused)
{
	const char *sql = _i == TARGET_POSTGRESQL ? "INSERT INTO t VALUES ($1, $2)"
						  : "INSERT INTO t VALUES (?, ?)";
	struct target target;
	struct failure failure = { 0 };

	if (!target_open(&target, _i))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER, b INTEGER)");
	for (size_t count = 1; count <= 3; count += 2)
		ck_assert(!target.driver->execute(target.session, sql, strlen(sql),
						  VALUES(glim_int(1), glim_int(2), glim_int(3)),
						  count, NULL, NULL, &failure));
	ck_assert_int_eq(failure.kind, FAILURE_SQL);
	if (_i != TARGET_POSTGRESQL)
		ck_assert_ptr_nonnull(strstr(failure.message, "2 marks"));
	failure_finish(&failure);
	failure = target_fails(&target, sql);
	ck_assert_int_eq(failure.kind, FAILURE_SQL);
	failure_finish(&failure);
	ck_assert_int_eq(
		target_run_values(&target, sql, VALUES(glim_int(1), glim_int(2)), 2).changes, 1);
	target_close(&target);
}
END_TEST

START_TEST(an_empty_statement_is_refused)
{
	static const char *const texts[] = { "", " \n" };
	struct target target;

	if (!target_open(&target, _i))
		return;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct failure failure = target_fails(&target, texts[i]);

		ck_assert_int_eq(failure.kind, FAILURE_SQL);
		failure_finish(&failure);
	}
	target_close(&target);
}
END_TEST

/* faults: 88 */
START_TEST(a_statement_of_20_megabytes_fails_or_works_and_the_session_goes_on)
{
	struct target target;
	struct failure failure = { 0 };
	char *sql = memory_alloc(20 << 20);
	bool done;

	if (!target_open(&target, _i)) {
		free(sql);
		return;
	}
	memset(sql, 'x', (20 << 20) - 1);
	for (size_t i = 0; i < 8; i++)
		sql[i] = "SELECT '"[i];
	sql[(20 << 20) - 2] = '\'';
	done = target.driver->execute(target.session, sql, strlen(sql), NULL, 0, NULL, NULL,
				      &failure);
	ck_assert(done || failure.kind == FAILURE_SQL);
	ck_assert_int_eq(target_number(&target, "SELECT 1"), 1);
	failure_finish(&failure);
	free(sql);
	target_close(&target);
}
END_TEST

static void add_thousand(const struct target *target)
{
	target_run(target, "CREATE TABLE t (a INTEGER)");
	target_run(target, target->driver->dialect->begin);
	for (int i = 0; i < 1000; i++)
		target_run_values(target, "INSERT INTO t VALUES (?)", VALUES(glim_int(i)), 1);
	target_run(target, "COMMIT");
}

START_TEST(a_reader_may_stop_early)
{
	struct target target;

	if (!target_open(&target, _i))
		return;
	add_thousand(&target);
	for (size_t marks = 0; marks < 2; marks++) {
		struct failure failure = { 0 };
		struct rows rows = { .most = 7 };

		ck_assert(rows_try(&target,
				   marks ? "SELECT a FROM t WHERE a >= ?" : "SELECT a FROM t",
				   VALUES(glim_int(0)), marks, &rows, &failure));
		ck_assert_uint_eq(rows.count, 7);
		ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 1000);
		rows_finish(&rows);
	}
	target_close(&target);
}
END_TEST

START_TEST(columns_are_named_even_without_rows)
{
	struct target target;

	if (!target_open(&target, _i))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER, b TEXT)");
	for (size_t marks = 0; marks < 2; marks++) {
		struct rows rows = rows_read(&target,
					     marks ? "SELECT a, b AS other FROM t WHERE a = ?"
						   : "SELECT a, b AS other FROM t",
					     VALUES(glim_int(0)), marks);

		ck_assert_uint_eq(rows.count, 0);
		ck_assert_uint_eq(rows.columns, 2);
		ck_assert_str_eq(rows.names[0], "a");
		ck_assert_str_eq(rows.names[1], "other");
		rows_finish(&rows);
	}
	target_close(&target);
}
END_TEST

START_TEST(changes_and_last_id_tell_what_a_statement_did)
{
	static const struct column own[] = {
		{ .name = "id",
		  .type = GLIM_COLUMN_INTEGER,
		  .primary_key = true,
		  .autoincrement = true },
		{ .name = "name", .type = GLIM_COLUMN_STRING },
	};
	static const struct model model = { "Own", "own", own, 2 };
	struct target target;
	struct text sql = { 0 };
	struct outcome outcome;

	if (!target_open(&target, _i))
		return;
	target.driver->dialect->create_table(&sql, &model);
	outcome = target_run(&target, text_get(&sql));
	ck_assert_int_eq(outcome.changes, 0);
	outcome = target_run(&target, "INSERT INTO own (name) VALUES ('a'), ('b')");
	ck_assert_int_eq(outcome.changes, 2);
	outcome = target_run_values(&target, "INSERT INTO own (name) VALUES (?)",
				    VALUES(glim_text("c")), 1);
	ck_assert_int_eq(outcome.last_id, 3);
	ck_assert_int_eq(target_run(&target, "UPDATE own SET name = 'x' WHERE id > 1").changes, 2);
	ck_assert_int_eq(target_run(&target, "DELETE FROM own WHERE id = 7").changes, 0);
	ck_assert_int_eq(target_run(&target, "SELECT * FROM own").changes, 0);
	text_finish(&sql);
	target_close(&target);
}
END_TEST

START_TEST(a_call_with_many_results_gives_the_first_and_leaves_none_behind)
{
	struct target target;
	struct rows rows;

	if (!target_open(&target, TARGET_MYSQL))
		return;
	target_run(&target, "CREATE PROCEDURE p(n INT) BEGIN SELECT n AS first; SELECT 2, 3; END");
	for (size_t marks = 0; marks < 2; marks++) {
		rows = rows_read(&target, marks ? "CALL p(?)" : "CALL p(1)", VALUES(glim_int(1)),
				 marks);
		ck_assert_uint_eq(rows.columns, 1);
		ck_assert_int_eq(rows_cell(&rows, 0, 0)->as.integer, 1);
		rows_finish(&rows);
		ck_assert_int_eq(target_number(&target, "SELECT 5"), 5);
	}
	target_close(&target);
}
END_TEST

Suite *answers_suite(void);
Suite *answers_suite(void)
{
	Suite *suite = suite_create("answers");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 60);
	tcase_add_unchecked_fixture(all, target_folder_make, target_folder_remove);
	tcase_add_loop_test(all, two_statements_in_one_call_are_refused, 0, TARGETS);
	tcase_add_loop_test(all, a_wrong_number_of_values_is_refused, 0, TARGETS);
	tcase_add_loop_test(all, an_empty_statement_is_refused, 0, TARGETS);
	tcase_add_loop_test(all, a_statement_of_20_megabytes_fails_or_works_and_the_session_goes_on,
			    0, TARGETS);
	tcase_add_loop_test(all, a_reader_may_stop_early, 0, TARGETS);
	tcase_add_loop_test(all, columns_are_named_even_without_rows, 0, TARGETS);
	tcase_add_loop_test(all, changes_and_last_id_tell_what_a_statement_did, 0, TARGETS);
	tcase_add_test(all, a_call_with_many_results_gives_the_first_and_leaves_none_behind);
	suite_add_tcase(suite, all);
	return suite;
}
