/* Several statements on their way at once, on servers whose driver takes them. */
#include <float.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "sending.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* A sum has another type than what it is the sum of. */
#define SUM_IS(sum) "SELECT CASE WHEN sum(a) = " sum " THEN 1 ELSE 0 END FROM t"

/* What only one of them spells so. */
static const char *spelled(const struct target *target, const char *mysql, const char *postgresql)
{
	return target->kind == TARGET_MYSQL ? mysql : postgresql;
}

START_TEST(all_of_them_are_executed_in_order)
{
	struct target target;
	struct sending sending = { .target = &target };

	if (!sending_open(&target, _i))
		return;
	target_run(&target,
		   spelled(&target,
			   "CREATE TABLE t (id INTEGER AUTO_INCREMENT PRIMARY KEY, a INTEGER)",
			   "CREATE TABLE t (id INTEGER GENERATED ALWAYS AS IDENTITY, a INTEGER)"));
	sending_add(&sending, target.driver->dialect->begin, NULL, 0);
	sending_add(&sending, "INSERT INTO t (a) VALUES (1), (2) -- a comment", NULL, 0);
	sending_add(&sending, "UPDATE t SET a = a + ?", VALUES(glim_int(-5)), 1);
	sending_add(&sending, "INSERT INTO t (a) VALUES (3) RETURNING id", NULL, 0);
	sending_add(&sending,
		    spelled(&target, "DELETE FROM t WHERE a = -4 # another",
			    "DELETE FROM t WHERE a = -4 /* another"
			    " */"),
		    NULL, 0);
	sending_add(&sending, "COMMIT", NULL, 0);
	sending_send(&sending);
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

		if (!sending_open(&target, _i))
			return;
		target_run(&target, "CREATE TABLE t (a INTEGER PRIMARY KEY)");
		sending_add(&sending, target.driver->dialect->begin, NULL, 0);
		sending_add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
		sending_add(&sending, wrong[i], NULL, 0);
		sending_add(&sending, "INSERT INTO t VALUES (2)", NULL, 0);
		sending_add(&sending, "COMMIT", NULL, 0);
		sending_stops(&sending, 2, FAILURE_NONE);
		target_run(&target, "ROLLBACK");
		ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
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
	{ "VARCHAR(20)", { .type = GLIM_TYPE_TEXT, 15, .as.data = "? \";`/*! # -- ~" } },
	{ "VARCHAR(20)", { .type = GLIM_TYPE_TEXT, 3, .as.data = "a'b" } },
	{ "VARCHAR(20)", { .type = GLIM_TYPE_TEXT, 2, .as.data = "a\\" } },
	{ "VARCHAR(20)", { .type = GLIM_TYPE_TEXT, 3, .as.data = "a\nb" } },
	{ "VARCHAR(20)", { .type = GLIM_TYPE_TEXT, 2, .as.data = "a\x7f" } },
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
	sending_add(&sending, target->driver->dialect->begin, NULL, 0);
	sending_add(&sending, "INSERT INTO t (a, n) VALUES (?, ?-5)", two, 2);
	sending_add(&sending, "UPDATE t SET n = n WHERE a = ? OR ? = 7", two, 2);
	sending_add(&sending, "COMMIT", NULL, 0);
	sending_send(&sending);
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
static const char *const modes[][5] = {
	[TARGET_MYSQL] = { "SET sql_mode = 'STRICT_TRANS_TABLES'",
			   "SET sql_mode = 'STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES'",
			   "SET sql_mode = 'STRICT_TRANS_TABLES,ANSI'",
			   "SET sql_mode = 'STRICT_TRANS_TABLES,ORACLE'",
			   "SET sql_mode = 'STRICT_TRANS_TABLES,EMPTY_STRING_IS_NULL'" },
	[TARGET_POSTGRESQL] = { "SET standard_conforming_strings = on",
				"SET standard_conforming_strings = off" },
};

START_TEST(a_value_is_the_same_in_a_packet_and_by_a_mark)
{
	struct target target;

	if (!sending_open(&target, _i))
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

	if (!sending_open(&target, _i))
		return;
	target_run(&target, spelled(&target, "CREATE TABLE t (a DOUBLE)",
				    "CREATE TABLE t (a DOUBLE PRECISION)"));
	sending_add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
	sending_add(&sending, "INSERT INTO t VALUES (?)", &infinite, 1);
	sending_send(&sending);
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
	for (size_t marks = 0; marks < 2 && sending_open(&target, TARGET_MYSQL); marks++) {
		struct sending sending = { .target = &target };

		target_run(&target, "CREATE TABLE t (a LONGTEXT)");
		sending_add(&sending, target.driver->dialect->begin, NULL, 0);
		sending_add(&sending, marks ? "INSERT INTO t VALUES (?)" : text, &value, marks);
		if (!marks)
			sending.list[1].length = LONG;
		sending_send(&sending);
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

	if (!sending_open(&target, TARGET_MYSQL))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	sending_add(&sending, "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)", NULL, 0);
	sending_add(&sending, "INSERT INTO t VALUES (3)", NULL, 0);
	sending_send(&sending);
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

	if (!sending_open(&target, TARGET_MYSQL))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	ck_assert(target.driver->apart(target.session, &failure));
	sending_add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
	sending_add(&sending, "INSERT INTO t VALUES (2)", NULL, 0);
	sending_send(&sending);
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

	if (!sending_open(&target, _i))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	sending_add(&sending, target.driver->dialect->begin, NULL, 0);
	sending_add(&sending, "INSERT INTO t VALUES (1)", NULL, 0);
	sending_add(&sending,
		    spelled(&target, "INSERT INTO t SELECT SLEEP(60)",
			    "INSERT INTO t SELECT 1 FROM pg_sleep(60)"),
		    NULL, 0);
	sending_add(&sending, "COMMIT", NULL, 0);
	began = clock_elapsed();
	pthread_create(&thread, NULL, sending_send, &sending);
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

Suite *packet_db_suite(void);
Suite *packet_db_suite(void)
{
	Suite *suite = suite_create("packet");
	TCase *all = tcase_create("on each server");

	tcase_set_timeout(all, 120);
	tcase_add_unchecked_fixture(all, target_folder_make, target_folder_remove);
	tcase_add_loop_test(all, all_of_them_are_executed_in_order, TARGET_MYSQL, TARGETS);
	tcase_add_loop_test(all, what_follows_a_failure_is_not_executed, TARGET_MYSQL, TARGETS);
	tcase_add_loop_test(all, a_value_is_the_same_in_a_packet_and_by_a_mark, TARGET_MYSQL,
			    TARGETS);
	tcase_add_loop_test(all, a_number_that_has_no_literal_goes_by_itself, TARGET_MYSQL,
			    TARGETS);
	tcase_add_test(all, what_is_longer_than_the_server_takes_is_refused_before_it_is_sent);
	tcase_add_test(all, another_number_of_answers_ends_the_session);
	tcase_add_test(all, apart_no_packet_is_taken_any_more);
	tcase_add_loop_test(all, a_cancelled_packet_leaves_nothing, TARGET_MYSQL, TARGETS);
	suite_add_tcase(suite, all);
	return suite;
}
