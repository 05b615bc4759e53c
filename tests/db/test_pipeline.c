/* Several statements on their way at once to PostgreSQL, each with an answer of its own. */
#include <stdlib.h>
#include <string.h>

#include "sending.h"

static bool open_pipeline(struct target *target)
{
	if (!sending_open(target, TARGET_POSTGRESQL))
		return false;
	target_run(target, "CREATE TABLE t (a INTEGER)");
	target_run(target, "CREATE TABLE later (a INTEGER UNIQUE DEFERRABLE INITIALLY DEFERRED)");
	return true;
}

static const struct {
	const char *sql[8];
	size_t done; /* how many, before one fails */
	enum failure_kind kind;
	bool open;    /* the transaction, afterwards */
	int64_t rows; /* that are left */
} stops[] = {
	/* Two statements in one text are refused. */
	{ { "BEGIN", "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)",
	    "INSERT INTO t VALUES (3)", "COMMIT" },
	  1,
	  FAILURE_SQL,
	  true,
	  0 },
	/* In a pipeline without a transaction the server would undo what went before a failure. */
	{ { "INSERT INTO t VALUES (1)", "INSERT INTO missing VALUES (1)",
	    "INSERT INTO t VALUES (2)" },
	  1,
	  FAILURE_NO_TABLE,
	  false,
	  1 },
	/* What follows a commit is no part of it. */
	{ { "BEGIN", "INSERT INTO t VALUES (1)", "COMMIT", "INSERT INTO t VALUES (2)",
	    "INSERT INTO missing VALUES (1)" },
	  4,
	  FAILURE_NO_TABLE,
	  false,
	  2 },
	/* But it may be another transaction, and each is kept or lost for itself. */
	{ { "BEGIN", "INSERT INTO t VALUES (1)", "COMMIT", "BEGIN",
	    "INSERT INTO missing VALUES (1)", "INSERT INTO t VALUES (2)", "COMMIT" },
	  4,
	  FAILURE_NO_TABLE,
	  true,
	  1 },
	/* A constraint that waits is looked at by its own COMMIT. */
	{ { "BEGIN", "INSERT INTO t VALUES (1)", "COMMIT", "BEGIN",
	    "INSERT INTO later VALUES (1), (1)", "COMMIT", "INSERT INTO t VALUES (2)" },
	  5,
	  FAILURE_SQL,
	  false,
	  1 },
	/* COPY would take the statements behind it for its rows, and wait for more of them. */
	{ { "BEGIN", "/* x */ copy t FROM STDIN", "INSERT INTO t VALUES (3)", "COMMIT" },
	  1,
	  FAILURE_SQL,
	  true,
	  0 },
};

START_TEST(what_is_behind_a_failure_is_not_done_and_what_is_before_it_stays)
{
	struct target target;
	struct sending sending = { .target = &target };

	if (!open_pipeline(&target))
		return;
	for (const char *const *sql = stops[_i].sql; *sql; sql++)
		sending_add(&sending, *sql, NULL, 0);
	sending_stops(&sending, stops[_i].done, stops[_i].kind);
	if (stops[_i].open)
		target_run(&target, "ROLLBACK");
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), stops[_i].rows);
	target_close(&target);
}
END_TEST

/* One text comes twice in each packet, whose first one may come to nothing. */
static void add_again(struct sending *sending, const glim_value *values)
{
	for (size_t i = 0; i < 2; i++) {
		sending_add(sending, "INSERT INTO t VALUES (?)", &values[i], 1);
		sending->list[sending->count - 1].again = true;
	}
}

static void send_again(struct target *target, const char *between)
{
	const glim_value values[] = { glim_int(1), glim_int(2) };
	struct sending sending = { .target = target };

	sending_add(&sending, "BEGIN", NULL, 0);
	if (between)
		sending_add(&sending, between, NULL, 0);
	add_again(&sending, values);
	sending_add(&sending, "COMMIT", NULL, 0);
	sending_send(&sending);
	ck_assert_msg(sending.good == !between, "%s", sending.failure.message);
	if (between && strstr(between, "DEALLOCATE"))
		ck_assert_int_eq(sending.failure.kind, FAILURE_FORGOTTEN);
	failure_finish(&sending.failure);
	if (between)
		target_run(target, "ROLLBACK");
}

START_TEST(a_text_that_comes_again_has_a_name_until_the_server_forgets_it)
{
	static const char names[] = "SELECT count(*) FROM pg_prepared_statements";
	struct target target;

	if (!open_pipeline(&target))
		return;
	send_again(&target, "INSERT INTO missing VALUES (1)");
	ck_assert_int_eq(target_number(&target, names), 0);
	send_again(&target, NULL);
	ck_assert_int_eq(target_number(&target, names), 1);
	send_again(&target, NULL);
	ck_assert_int_eq(target_number(&target, names), 1);
	send_again(&target, "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$");
	send_again(&target, NULL);
	ck_assert_int_eq(target_number(&target, names), 0);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 6);
	target_close(&target);
}
END_TEST

START_TEST(a_commit_that_is_refused_is_what_fails)
{
	struct target target;
	struct sending sending = { .target = &target };

	if (!open_pipeline(&target))
		return;
	target_run(&target, "CREATE TABLE u (a INTEGER UNIQUE DEFERRABLE INITIALLY DEFERRED)");
	sending_add(&sending, "BEGIN", NULL, 0);
	sending_add(&sending, "INSERT INTO u VALUES (1), (1)", NULL, 0);
	sending_add(&sending, "COMMIT", NULL, 0);
	sending_stops(&sending, 2, FAILURE_SQL);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM u"), 0);
	target_close(&target);
}
END_TEST

/* A transaction that has failed before is ended by COMMIT, and nothing tells but its tag. */
START_TEST(a_commit_that_is_a_rollback_is_a_failure)
{
	struct target target;
	struct sending sending = { .target = &target };

	if (!open_pipeline(&target))
		return;
	target_run(&target, "BEGIN");
	sending.failure = target_fails(&target, "INSERT INTO missing VALUES (1)");
	failure_finish(&sending.failure);
	sending_add(&sending, "ROLLBACK TO SAVEPOINT none", NULL, 0);
	sending_add(&sending, "COMMIT", NULL, 0);
	sending_stops(&sending, 0, FAILURE_NONE);
	sending = (struct sending){ .target = &target };
	sending_add(&sending, "COMMIT", NULL, 0);
	sending_stops(&sending, 0, FAILURE_NONE);
	target_close(&target);
}
END_TEST

/* Neither end may wait for the other to read first. */
START_TEST(much_may_travel_both_ways)
{
	enum { BYTES = 4 * 1024 * 1024 };
	static char text[BYTES];
	const glim_value value = { .type = GLIM_TYPE_TEXT, BYTES, .as.data = text };
	struct target target;
	struct sending sending = { .target = &target };

	if (!open_pipeline(&target))
		return;
	memset(text, 'x', sizeof text);
	target_run(&target, "CREATE TABLE long (a TEXT)");
	sending_add(&sending, "BEGIN", NULL, 0);
	for (size_t i = 0; i < 3; i++) {
		sending_add(&sending, "INSERT INTO long VALUES (?) RETURNING a", &value, 1);
		sending_add(&sending, "SELECT repeat('y', 100) FROM generate_series(1, 40000)",
			    NULL, 0);
	}
	sending_add(&sending, "COMMIT", NULL, 0);
	sending_send(&sending);
	ck_assert_msg(sending.good, "%s", sending.failure.message);
	ck_assert_int_eq(sending.list[1].outcome.changes, 1);
	ck_assert_int_eq(sending.list[2].outcome.changes, 0);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM long"), 3);
	target_close(&target);
}
END_TEST

START_TEST(a_session_that_ends_in_between_has_done_what_it_answered)
{
	struct target target;
	struct sending sending = { .target = &target };

	if (!open_pipeline(&target))
		return;
	sending_add(&sending, "BEGIN", NULL, 0);
	sending_add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
	sending_add(&sending, "SELECT pg_terminate_backend(pg_backend_pid())", NULL, 0);
	sending_add(&sending, "COMMIT", NULL, 0);
	sending_stops(&sending, 2, FAILURE_LOST);
	target.driver->close(target.session);
	target.session = target_session(&target);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
	target_close(&target);
}
END_TEST

/* Its words, and the place that they are about. */
START_TEST(a_failure_is_told_as_of_a_statement_alone)
{
	static const char wrong[] = "UPDATE t SET\n  b = 1";
	struct target target;
	struct sending sending = { .target = &target };
	struct failure alone;

	if (!open_pipeline(&target))
		return;
	alone = target_fails(&target, wrong);
	sending_add(&sending, "BEGIN", NULL, 0);
	sending_add(&sending, wrong, NULL, 0);
	sending_add(&sending, "COMMIT", NULL, 0);
	sending_send(&sending);
	ck_assert_str_eq(sending.failure.message, alone.message);
	ck_assert_uint_eq(sending.failure.position, alone.position);
	ck_assert_str_eq(sending.failure.sqlstate, "42703");
	failure_finish(&alone);
	failure_finish(&sending.failure);
	target_close(&target);
}
END_TEST

Suite *pipeline_suite(void);
Suite *pipeline_suite(void)
{
	Suite *suite = suite_create("pipeline");
	TCase *pipeline = tcase_create("all");

	tcase_set_timeout(pipeline, 60);
	tcase_add_unchecked_fixture(pipeline, target_folder_make, target_folder_remove);
	tcase_add_loop_test(pipeline,
			    what_is_behind_a_failure_is_not_done_and_what_is_before_it_stays, 0,
			    sizeof stops / sizeof *stops);
	tcase_add_test(pipeline, a_text_that_comes_again_has_a_name_until_the_server_forgets_it);
	tcase_add_test(pipeline, a_commit_that_is_refused_is_what_fails);
	tcase_add_test(pipeline, a_commit_that_is_a_rollback_is_a_failure);
	tcase_add_test(pipeline, much_may_travel_both_ways);
	tcase_add_test(pipeline, a_session_that_ends_in_between_has_done_what_it_answered);
	tcase_add_test(pipeline, a_failure_is_told_as_of_a_statement_alone);
	suite_add_tcase(suite, pipeline);
	return suite;
}
