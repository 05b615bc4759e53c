/* Several statements on their way at once, on servers whose driver takes them. */
#include <float.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "target.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* A sum has another type than what it is the sum of. */
#define SUM_IS(sum) "SELECT CASE WHEN sum(a) = " sum " THEN 1 ELSE 0 END FROM t"

/* False where the driver gains nothing by it. */
static bool open_target(struct target *target, int kind)
{
	if (!target_open(target, kind))
		return false;
	if (target->driver->send)
		return true;
	target_close(target);
	return false;
}

/* What only one of them spells so. */
static const char *spelled(const struct target *target, const char *mysql, const char *postgresql)
{
	return target->kind == TARGET_MYSQL ? mysql : postgresql;
}

struct sending {
	const struct target *target;
	struct parcel list[8];
	size_t count, done, passed;
	bool good;
	struct failure failure;
};

static void note_passed(void *data)
{
	((struct sending *)data)->passed++;
}

static void add(struct sending *sending, const char *sql, const glim_value *values, size_t count)
{
	sending->list[sending->count++] = (struct parcel){
		.sql = sql, .length = strlen(sql), .values = values, .count = count
	};
}

static void *send(void *data)
{
	struct sending *sending = data;

	sending->good = sending->target->driver->send(sending->target->session, sending->list,
						      sending->count, &sending->done, note_passed,
						      sending, &sending->failure);
	ck_assert_uint_eq(sending->passed, sending->done);
	return NULL;
}

START_TEST(all_of_them_are_executed_in_order)
{
	struct target target;
	struct sending sending = { .target = &target };

	if (!open_target(&target, _i))
		return;
	target_run(&target,
		   spelled(&target,
			   "CREATE TABLE t (id INTEGER AUTO_INCREMENT PRIMARY KEY, a INTEGER)",
			   "CREATE TABLE t (id INTEGER GENERATED ALWAYS AS IDENTITY, a INTEGER)"));
	add(&sending, target.driver->dialect->begin, NULL, 0);
	add(&sending, "INSERT INTO t (a) VALUES (1), (2) -- a comment", NULL, 0);
	add(&sending, "UPDATE t SET a = a + ?", VALUES(glim_int(-5)), 1);
	add(&sending, "INSERT INTO t (a) VALUES (3) RETURNING id", NULL, 0);
	add(&sending,
	    spelled(&target, "DELETE FROM t WHERE a = -4 # another",
		    "DELETE FROM t WHERE a = -4 /* another"
		    " */"),
	    NULL, 0);
	add(&sending, "COMMIT", NULL, 0);
	send(&sending);
	ck_assert_msg(sending.good, "%s", sending.failure.message);
	ck_assert_uint_eq(sending.done, 6);
	ck_assert_int_eq(sending.list[1].outcome.changes, 2);
	if (!target.driver->last_id)
		ck_assert_int_eq(sending.list[1].outcome.last_id, 1);
	ck_assert_int_eq(sending.list[2].outcome.changes, 2);
	ck_assert_int_eq(sending.list[4].outcome.changes, 1);
	ck_assert_int_eq(target_number(&target, SUM_IS("0")), 1);
	target_close(&target);
}
END_TEST

START_TEST(what_follows_a_failure_is_not_executed)
{
	static const char *const wrong[] = { "INSERT INTO t VALUES (1)",
					     "INSERT INTO missing VALUES (1)",
					     "INSERT INTO t VALUES ('x')", "INSERT INTO" };

	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct target target;
		struct sending sending = { .target = &target };

		if (!open_target(&target, _i))
			return;
		target_run(&target, "CREATE TABLE t (a INTEGER PRIMARY KEY)");
		add(&sending, target.driver->dialect->begin, NULL, 0);
		add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
		add(&sending, wrong[i], NULL, 0);
		add(&sending, "INSERT INTO t VALUES (2)", NULL, 0);
		add(&sending, "COMMIT", NULL, 0);
		send(&sending);
		ck_assert(!sending.good);
		ck_assert_uint_eq(sending.done, 2);
		target_run(&target, "ROLLBACK");
		ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
		failure_finish(&sending.failure);
		target_close(&target);
	}
}
END_TEST

static const unsigned char bytes[] = { 0, 1, 10, 13, 26, 34, 39, 59, 92, 127, 128, 254, 255, 0 };

static const struct {
	const char *type; /* MariaDB's word for it */
	glim_value value;
} values[] = {
	{ "BIGINT", { .type = GLIM_TYPE_INT, .as.integer = INT64_MIN } },
	{ "BIGINT", { .type = GLIM_TYPE_INT, .as.integer = INT64_MAX } },
	{ "BIGINT", { .type = GLIM_TYPE_INT, .as.integer = -1 } },
	{ "DOUBLE", { .type = GLIM_TYPE_REAL, .as.real = 0.1 } },
	{ "DOUBLE", { .type = GLIM_TYPE_REAL, .as.real = -DBL_MAX } },
	{ "DOUBLE", { .type = GLIM_TYPE_REAL, .as.real = DBL_MIN } },
	{ "DOUBLE", { .type = GLIM_TYPE_REAL, .as.real = 1e21 } },
	{ "DECIMAL(30,10)", { .type = GLIM_TYPE_REAL, .as.real = 1234.5 } },
	{ "VARCHAR(20)", { .type = GLIM_TYPE_TEXT, 0, .as.data = "" } },
	{ "VARCHAR(20)", { .type = GLIM_TYPE_TEXT, 9, .as.data = "\\' \" ; -- " } },
	{ "VARCHAR(20)", { .type = GLIM_TYPE_TEXT, 7, .as.data = "\xc3\xa4\xf0\x9f\x98\x80?" } },
	{ "INTEGER", { .type = GLIM_TYPE_TEXT, 2, .as.data = "42" } },
	{ "VARBINARY(20)", { .type = GLIM_TYPE_BLOB, sizeof bytes, .as.data = bytes } },
	{ "VARBINARY(20)", { .type = GLIM_TYPE_BLOB, 0, .as.data = "" } },
	{ "INTEGER", { .type = GLIM_TYPE_NULL } },
};

static const char *type_of(const struct target *target, size_t at)
{
	const char *type = values[at].type;

	if (strcmp(type, "DOUBLE") == 0)
		return spelled(target, type, "DOUBLE PRECISION");
	return strcmp(type, "VARBINARY(20)") == 0 ? spelled(target, type, "BYTEA") : type;
}

/* What a packet gives is what the same value gives by a mark of a statement of its own. */
static void compare(const struct target *target, const char *mode, size_t at)
{
	const glim_value two[] = { values[at].value, glim_int(7) };
	struct sending sending = { .target = target };
	char sql[120];

	target_run(target, "DROP TABLE IF EXISTS t");
	snprintf(sql, sizeof sql, "CREATE TABLE t (n INTEGER, a %s)", type_of(target, at));
	target_run(target, sql);
	target_run(target, mode);
	target_run_values(target, "INSERT INTO t (a, n) VALUES (?, ? - 6)", two, 2);
	add(&sending, target->driver->dialect->begin, NULL, 0);
	add(&sending, "INSERT INTO t (a, n) VALUES (?, ?-5)", two, 2);
	add(&sending, "UPDATE t SET n = n WHERE a = ? OR ? = 7", two, 2);
	add(&sending, "COMMIT", NULL, 0);
	send(&sending);
	ck_assert_msg(sending.good, "%s, value %zu: %s", mode, at, sending.failure.message);
	ck_assert_msg(target_number(target,
				    spelled(target,
					    "SELECT count(*) FROM t x JOIN t y ON x.a <=> y.a AND "
					    "CAST(x.a AS BINARY) <=> CAST(y.a AS BINARY)",
					    "SELECT count(*) FROM t x JOIN t y ON x.a::text "
					    "IS NOT DISTINCT FROM y.a::text")) == 4,
		      "%s, value %zu is another one in a packet", mode, at);
	ck_assert_int_eq(target_number(target, "SELECT CASE WHEN sum(n) = 3 THEN 1 ELSE 0 END "
					       "FROM t"),
			 1);
}

/* What could make a text mean something else. */
static const char *const modes[][4] = {
	[TARGET_MYSQL] = { "SET sql_mode = 'STRICT_TRANS_TABLES'",
			   "SET sql_mode = 'STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES'",
			   "SET sql_mode = 'STRICT_TRANS_TABLES,ANSI'",
			   "SET sql_mode = 'STRICT_TRANS_TABLES,ORACLE'" },
	[TARGET_POSTGRESQL] = { "SET standard_conforming_strings = on",
				"SET standard_conforming_strings = off" },
};

START_TEST(a_value_is_the_same_in_a_packet_and_by_a_mark)
{
	struct target target;

	if (!open_target(&target, _i))
		return;
	for (size_t m = 0; m < COUNT(modes[0]) && modes[_i][m]; m++)
		for (size_t at = 0; at < COUNT(values); at++)
			compare(&target, modes[_i][m], at);
	target_close(&target);
}
END_TEST

START_TEST(a_number_that_has_no_literal_goes_by_itself)
{
	struct target target;
	struct sending sending = { .target = &target };
	const glim_value infinite = glim_real(1.0 / (_i < TARGETS ? 0.0 : 1.0));

	if (!open_target(&target, _i))
		return;
	target_run(&target, spelled(&target, "CREATE TABLE t (a DOUBLE)",
				    "CREATE TABLE t (a DOUBLE PRECISION)"));
	add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
	add(&sending, "INSERT INTO t VALUES (?)", &infinite, 1);
	send(&sending);
	ck_assert_uint_ge(sending.done, 1);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t WHERE a = 1"), 1);
	failure_finish(&sending.failure);
	target_close(&target);
}
END_TEST

/* It would cost the connection, and all that others have done in the transaction. */
START_TEST(what_is_longer_than_the_server_takes_is_refused_before_it_is_sent)
{
	enum { LONG = 20 * 1000 * 1000 };
	char *text = memory_alloc(LONG + 1);
	const glim_value value = { .type = GLIM_TYPE_TEXT, LONG, .as.data = text };
	struct target target;

	memset(text, 'x', LONG);
	for (size_t marks = 0; marks < 2 && open_target(&target, TARGET_MYSQL); marks++) {
		struct sending sending = { .target = &target };

		target_run(&target, "CREATE TABLE t (a LONGTEXT)");
		add(&sending, target.driver->dialect->begin, NULL, 0);
		add(&sending, marks ? "INSERT INTO t VALUES (?)" : text, &value, marks);
		if (!marks)
			sending.list[1].length = LONG;
		send(&sending);
		ck_assert(!sending.good);
		ck_assert_uint_eq(sending.done, 1);
		ck_assert_int_eq(sending.failure.kind, FAILURE_SQL);
		ck_assert_int_eq(sending.failure.native, 1153);
		failure_finish(&sending.failure);
		ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
		target_close(&target);
	}
	free(text);
}
END_TEST

/* As if the scanner had taken two statements for one: nothing more is believed. */
START_TEST(another_number_of_answers_ends_the_session)
{
	struct target target;
	struct sending sending = { .target = &target };

	if (!open_target(&target, TARGET_MYSQL))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	add(&sending, "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)", NULL, 0);
	add(&sending, "INSERT INTO t VALUES (3)", NULL, 0);
	send(&sending);
	ck_assert(!sending.good);
	ck_assert_int_eq(sending.failure.kind, FAILURE_LOST);
	failure_finish(&sending.failure);
	sending.failure = target_fails(&target, "SELECT 1");
	ck_assert_int_eq(sending.failure.kind, FAILURE_LOST);
	failure_finish(&sending.failure);
	target_close(&target);
}
END_TEST

START_TEST(apart_no_packet_is_taken_any_more)
{
	struct target target;
	struct sending sending = { .target = &target };
	struct failure failure = { 0 };

	if (!open_target(&target, TARGET_MYSQL))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	ck_assert(target.driver->apart(target.session, &failure));
	add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
	add(&sending, "INSERT INTO t VALUES (2)", NULL, 0);
	send(&sending);
	ck_assert(!sending.good);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
	failure_finish(&sending.failure);
	target_close(&target);
}
END_TEST

/* A cancel ends the session, and with it what the packet has begun. */
START_TEST(a_cancelled_packet_leaves_nothing)
{
	struct target target;
	struct sending sending = { .target = &target };
	struct session *other;
	pthread_t thread;
	int64_t began;

	if (!open_target(&target, _i))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	add(&sending, target.driver->dialect->begin, NULL, 0);
	add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
	add(&sending,
	    spelled(&target, "INSERT INTO t SELECT SLEEP(60)",
		    "INSERT INTO t SELECT 1 FROM pg_sleep(60)"),
	    NULL, 0);
	add(&sending, "COMMIT", NULL, 0);
	began = clock_elapsed();
	pthread_create(&thread, NULL, send, &sending);
	while (__atomic_load_n(&sending.passed, __ATOMIC_RELAXED) < 2)
		usleep(1000);
	usleep(50000);
	ck_assert(target.driver->cancel(target.session));
	pthread_join(thread, NULL);
	ck_assert(!sending.good);
	ck_assert_int_eq(sending.failure.kind, FAILURE_LOST);
	ck_assert_int_lt(clock_elapsed() - began, 50 * INT64_C(1000000));
	failure_finish(&sending.failure);
	other = target_session(&target);
	sending.failure = (struct failure){ 0 };
	target.driver->close(target.session);
	target.session = other;
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
	target_close(&target);
}
END_TEST

/* ---- A pipeline ---- */

static bool open_pipeline(struct target *target)
{
	if (!open_target(target, TARGET_POSTGRESQL))
		return false;
	target_run(target, "CREATE TABLE t (a INTEGER)");
	return true;
}

START_TEST(two_statements_in_one_text_are_refused)
{
	struct target target;
	struct sending sending = { .target = &target };

	if (!open_pipeline(&target))
		return;
	add(&sending, "BEGIN", NULL, 0);
	add(&sending, "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)", NULL, 0);
	add(&sending, "INSERT INTO t VALUES (3)", NULL, 0);
	add(&sending, "COMMIT", NULL, 0);
	send(&sending);
	ck_assert(!sending.good);
	ck_assert_uint_eq(sending.done, 1);
	ck_assert_int_eq(sending.failure.kind, FAILURE_SQL);
	target_run(&target, "ROLLBACK");
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
	failure_finish(&sending.failure);
	target_close(&target);
}
END_TEST

/* In a pipeline without a transaction the server would undo what went before a failure. */
START_TEST(outside_of_a_transaction_each_is_one_of_its_own)
{
	struct target target;
	struct sending sending = { .target = &target };

	if (!open_pipeline(&target))
		return;
	add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
	add(&sending, "INSERT INTO missing VALUES (1)", NULL, 0);
	add(&sending, "INSERT INTO t VALUES (2)", NULL, 0);
	send(&sending);
	ck_assert(!sending.good);
	ck_assert_uint_eq(sending.done, 1);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 1);
	failure_finish(&sending.failure);
	target_close(&target);
}
END_TEST

START_TEST(what_follows_a_commit_is_no_part_of_it)
{
	struct target target;
	struct sending sending = { .target = &target };

	if (!open_pipeline(&target))
		return;
	add(&sending, "BEGIN", NULL, 0);
	add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
	add(&sending, "COMMIT", NULL, 0);
	add(&sending, "INSERT INTO t VALUES (2)", NULL, 0);
	add(&sending, "INSERT INTO missing VALUES (1)", NULL, 0);
	send(&sending);
	ck_assert(!sending.good);
	ck_assert_uint_eq(sending.done, 4);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 2);
	failure_finish(&sending.failure);
	target_close(&target);
}
END_TEST

/* It would take the statements behind it for its rows, and wait for more of them. */
START_TEST(copy_goes_by_itself)
{
	struct target target;
	struct sending sending = { .target = &target };

	if (!open_pipeline(&target))
		return;
	add(&sending, "BEGIN", NULL, 0);
	add(&sending, "/* x */ copy t FROM STDIN", NULL, 0);
	add(&sending, "INSERT INTO t VALUES (3)", NULL, 0);
	add(&sending, "COMMIT", NULL, 0);
	send(&sending);
	ck_assert(!sending.good);
	ck_assert_uint_eq(sending.done, 1);
	ck_assert_int_eq(sending.failure.kind, FAILURE_SQL);
	target_run(&target, "ROLLBACK");
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
	failure_finish(&sending.failure);
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
	add(&sending, "BEGIN", NULL, 0);
	add(&sending, "INSERT INTO u VALUES (1), (1)", NULL, 0);
	add(&sending, "COMMIT", NULL, 0);
	send(&sending);
	ck_assert(!sending.good);
	ck_assert_uint_eq(sending.done, 2);
	ck_assert_int_eq(sending.failure.kind, FAILURE_SQL);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM u"), 0);
	failure_finish(&sending.failure);
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
	add(&sending, "ROLLBACK TO SAVEPOINT none", NULL, 0);
	add(&sending, "COMMIT", NULL, 0);
	send(&sending);
	ck_assert(!sending.good);
	ck_assert_uint_eq(sending.done, 0);
	failure_finish(&sending.failure);
	sending = (struct sending){ .target = &target };
	add(&sending, "COMMIT", NULL, 0);
	send(&sending);
	ck_assert(!sending.good);
	ck_assert_uint_eq(sending.done, 0);
	failure_finish(&sending.failure);
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
	add(&sending, "BEGIN", NULL, 0);
	for (size_t i = 0; i < 3; i++) {
		add(&sending, "INSERT INTO long VALUES (?) RETURNING a", &value, 1);
		add(&sending, "SELECT repeat('y', 100) FROM generate_series(1, 40000)", NULL, 0);
	}
	add(&sending, "COMMIT", NULL, 0);
	send(&sending);
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
	add(&sending, "BEGIN", NULL, 0);
	add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
	add(&sending, "SELECT pg_terminate_backend(pg_backend_pid())", NULL, 0);
	add(&sending, "COMMIT", NULL, 0);
	send(&sending);
	ck_assert(!sending.good);
	ck_assert_uint_eq(sending.done, 2);
	ck_assert_int_eq(sending.failure.kind, FAILURE_LOST);
	failure_finish(&sending.failure);
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
	add(&sending, "BEGIN", NULL, 0);
	add(&sending, wrong, NULL, 0);
	add(&sending, "COMMIT", NULL, 0);
	send(&sending);
	ck_assert_str_eq(sending.failure.message, alone.message);
	ck_assert_uint_eq(sending.failure.position, alone.position);
	ck_assert_str_eq(sending.failure.sqlstate, "42703");
	failure_finish(&alone);
	failure_finish(&sending.failure);
	target_close(&target);
}
END_TEST

static void add_pipeline(Suite *suite)
{
	TCase *pipeline = tcase_create("a pipeline");

	tcase_set_timeout(pipeline, 60);
	tcase_add_unchecked_fixture(pipeline, target_folder_make, target_folder_remove);
	tcase_add_test(pipeline, two_statements_in_one_text_are_refused);
	tcase_add_test(pipeline, outside_of_a_transaction_each_is_one_of_its_own);
	tcase_add_test(pipeline, what_follows_a_commit_is_no_part_of_it);
	tcase_add_test(pipeline, copy_goes_by_itself);
	tcase_add_test(pipeline, a_commit_that_is_refused_is_what_fails);
	tcase_add_test(pipeline, a_commit_that_is_a_rollback_is_a_failure);
	tcase_add_test(pipeline, much_may_travel_both_ways);
	tcase_add_test(pipeline, a_session_that_ends_in_between_has_done_what_it_answered);
	tcase_add_test(pipeline, a_failure_is_told_as_of_a_statement_alone);
	suite_add_tcase(suite, pipeline);
}

Suite *packet_db_suite(void);
Suite *packet_db_suite(void)
{
	Suite *suite = suite_create("packet");
	TCase *all = tcase_create("on each database");

	tcase_set_timeout(all, 120);
	tcase_add_unchecked_fixture(all, target_folder_make, target_folder_remove);
	tcase_add_loop_test(all, all_of_them_are_executed_in_order, 0, TARGETS);
	tcase_add_loop_test(all, what_follows_a_failure_is_not_executed, 0, TARGETS);
	tcase_add_loop_test(all, a_value_is_the_same_in_a_packet_and_by_a_mark, 0, TARGETS);
	tcase_add_loop_test(all, a_number_that_has_no_literal_goes_by_itself, 0, TARGETS);
	tcase_add_test(all, what_is_longer_than_the_server_takes_is_refused_before_it_is_sent);
	tcase_add_test(all, another_number_of_answers_ends_the_session);
	tcase_add_test(all, apart_no_packet_is_taken_any_more);
	tcase_add_loop_test(all, a_cancelled_packet_leaves_nothing, 0, TARGETS);
	suite_add_tcase(suite, all);
	add_pipeline(suite);
	return suite;
}
