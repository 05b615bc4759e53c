/* What other threads and sessions do to a statement: they end it, hold its lock, kill its session.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "dialect/sqlstate.h"
#include "rows.h"
#include "target.h"

#define STATE(state) SQLSTATE(#state[0], #state[1], #state[2], #state[3], #state[4])

/* A statement that a second thread ends. */
struct endless {
	const struct target *target;
	struct failure failure;
	bool done;
};

static void *run_endless(void *data)
{
	static const char *const statements[TARGETS] = {
		("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
		 "SELECT count(*) FROM n"),
		"SELECT count(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b",
		"SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b",
	};
	struct endless *endless = data;
	const struct target *target = endless->target;
	const char *sql = statements[target->kind];

	endless->done = target->driver->execute(target->session, sql, strlen(sql), NULL, 0, NULL,
						NULL, &endless->failure);
	return NULL;
}

/* faults: 129 */
START_TEST(a_statement_is_cancelled_from_another_thread)
{
	struct target target;
	struct endless endless = { .target = &target };
	pthread_t thread;
	void *joined;

	if (!target_open(&target, _i))
		return;
	pthread_create(&thread, NULL, run_endless, &endless);
	while (pthread_tryjoin_np(thread, &joined) != 0) {
		target.driver->cancel(target.session);
		usleep(20000);
	}
	ck_assert(!endless.done);
	ck_assert_int_eq(endless.failure.kind, FAILURE_CANCELLED);
	ck_assert_int_eq(target_number(&target, "SELECT 1"), 1);
	failure_finish(&endless.failure);
	target_close(&target);
}
END_TEST

START_TEST(a_cancel_of_nothing_harms_no_later_statement)
{
	struct target target;

	if (!target_open(&target, _i))
		return;
	target.driver->cancel(target.session);
	ck_assert_int_eq(target_number(&target, "SELECT 1"), 1);
	target_close(&target);
}
END_TEST

static const char *const shorter_wait[] = { "PRAGMA busy_timeout = 50",
					    "SET innodb_lock_wait_timeout = 1",
					    "SET lock_timeout = '50ms'" };

/* faults: 130 */
START_TEST(waiting_for_anothers_lock_ends_and_the_transaction_stands)
{
	struct target target;
	struct session *other;

	if (!target_open(&target, _i))
		return;
	target_add_table(&target);
	target_run(&target, shorter_wait[_i]);
	other = target_session(&target);
	session_run(&target, other, target.driver->dialect->begin);
	session_run(&target, other, "UPDATE t SET b = 'other' WHERE a = 1");
	if (_i == TARGET_SQLITE) {
		target_expect(&target, target.driver->dialect->begin, FAILURE_LOCK_WAIT, 5);
	} else {
		target_run(&target, target.driver->dialect->begin);
		target_run(&target, "INSERT INTO t VALUES (2, 'two')");
		target_run(&target, "SAVEPOINT glim_1");
		target_expect(&target, "UPDATE t SET b = 'mine' WHERE a = 1", FAILURE_LOCK_WAIT,
			      _i == TARGET_MYSQL ? 1205 : STATE(55P03));
		target_run(&target, "ROLLBACK TO SAVEPOINT glim_1");
		ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 2);
		target_run(&target, "ROLLBACK");
	}
	target.driver->close(other);
	target_run(&target, "UPDATE t SET b = 'mine'");
	target_close(&target);
}
END_TEST

struct second {
	const struct target *target;
	struct session *session;
	struct failure failure;
	bool done;
};

static void *take_first_row(void *data)
{
	static const char sql[] = "UPDATE t SET b = 'second' WHERE a = 1";
	struct second *second = data;

	second->done = second->target->driver->execute(second->session, sql, strlen(sql), NULL, 0,
						       NULL, NULL, &second->failure);
	return NULL;
}

/* faults: 130 */
START_TEST(a_deadlock_is_a_conflict_and_its_transaction_is_gone)
{
	static const char sql[] = "UPDATE t SET b = 'first' WHERE a = 2";
	const int native = _i == TARGET_MYSQL ? 1213 : STATE(40P01);
	struct target target;
	struct second second = { .target = &target };
	struct failure failure = { 0 };
	pthread_t thread;
	bool done;

	if (!target_open(&target, _i))
		return;
	target_add_table(&target);
	target_run(&target, "INSERT INTO t VALUES (2, 'two')");
	second.session = target_session(&target);
	target_run(&target, target.driver->dialect->begin);
	target_run(&target, "SAVEPOINT glim_canary");
	target_run(&target, "UPDATE t SET b = 'first' WHERE a = 1");
	session_run(&target, second.session, target.driver->dialect->begin);
	session_run(&target, second.session, "SAVEPOINT glim_canary");
	session_run(&target, second.session, "UPDATE t SET b = 'second' WHERE a = 2");
	pthread_create(&thread, NULL, take_first_row, &second);
	done = target.driver->execute(target.session, sql, strlen(sql), NULL, 0, NULL, NULL,
				      &failure);
	if (done)
		target_run(&target, "ROLLBACK");
	pthread_join(thread, NULL);
	ck_assert_int_ne(done, second.done);
	ck_assert_int_eq(done ? second.failure.kind : failure.kind, FAILURE_CONFLICT);
	ck_assert_int_eq(done ? second.failure.native : failure.native, native);
	failure_finish(&failure);
	failure_finish(&second.failure);
	failure = session_fails(&target, done ? second.session : target.session,
				"RELEASE SAVEPOINT glim_canary");
	ck_assert_int_eq(failure.kind, _i == TARGET_MYSQL ? FAILURE_NO_SAVEPOINT : FAILURE_SQL);
	failure_finish(&failure);
	target.driver->close(second.session);
	target_close(&target);
}
END_TEST

static uint64_t connection_of(const struct target *target)
{
	struct server server = { 0 };
	uint64_t connection;

	target->driver->describe(target->session, &server);
	connection = server.connection;
	server_finish(&server);
	return connection;
}

static void expect_lost(struct failure *failure)
{
	ck_assert_int_eq(failure->kind, FAILURE_LOST);
	failure_finish(failure);
	*failure = (struct failure){ 0 };
}

/* faults: 129 */
START_TEST(a_killed_connection_is_lost_and_stays_so)
{
	static const char *const kills[] = {
		[TARGET_MYSQL] = "KILL", [TARGET_POSTGRESQL] = "SELECT pg_terminate_backend"
	};
	static const char sql[] = "UPDATE t SET b = ?";
	struct target target;
	struct session *root;
	struct failure failure = { 0 };
	char *kill, *marked;

	if (!target_open(&target, _i))
		return;
	target_add_table(&target);
	target_run_values(&target, sql, VALUES(glim_text("kept statement")), 1);
	kill = memory_format("%s(%llu)", kills[_i], (unsigned long long)connection_of(&target));
	marked = target_marked(&target, sql);
	root = target_administrator(&target);
	session_run(&target, root, kill);
	for (int i = 0; i < 2; i++) {
		failure = target_fails(&target, "SELECT 1");
		expect_lost(&failure);
	}
	ck_assert(!target.driver->ping(target.session, &failure));
	expect_lost(&failure);
	ck_assert(!target.driver->execute(target.session, marked, strlen(marked),
					  VALUES(glim_text("lost")), 1, NULL, NULL, &failure));
	expect_lost(&failure);
	target.driver->close(root);
	free(kill);
	free(marked);
	target_close(&target);
}
END_TEST

/* Rows are on their way when it fails. */
START_TEST(a_statement_with_values_that_gives_rows_keeps_its_failure)
{
	static const char collides[] = "INSERT INTO t VALUES (?, 'x'), (?, 'y') RETURNING a";
	static const char waits[] = "SELECT a FROM t WHERE a >= ? FOR UPDATE";
	static const int natives[TARGETS] = { 1555, 1062, STATE(23505) };
	struct failure failure = { 0 };
	struct rows rows = { 0 };
	struct target target;
	struct session *other;

	if (!target_open(&target, _i))
		return;
	target_add_table(&target);
	ck_assert(
		!rows_try(&target, collides, VALUES(glim_int(7), glim_int(7)), 2, &rows, &failure));
	ck_assert_msg(failure.native == natives[_i], "%d: %s", failure.native, failure.message);
	failure_finish(&failure);
	rows_finish(&rows);
	if (_i != TARGET_SQLITE) {
		other = target_session(&target);
		session_run(&target, other, target.driver->dialect->begin);
		session_run(&target, other, "UPDATE t SET b = 'other' WHERE a = 1");
		target_run(&target, shorter_wait[_i]);
		ck_assert(!rows_try(&target, waits, VALUES(glim_int(1)), 1, &rows, &failure));
		ck_assert_int_eq(failure.kind, FAILURE_LOCK_WAIT);
		failure_finish(&failure);
		rows_finish(&rows);
		target.driver->close(other);
	}
	target_close(&target);
}
END_TEST

Suite *other_sessions_suite(void);

Suite *other_sessions_suite(void)
{
	Suite *suite = suite_create("other sessions");
	TCase *both = tcase_create("on each database");
	TCase *server = tcase_create("on each server");

	tcase_add_unchecked_fixture(both, target_folder_make, target_folder_remove);
	tcase_set_timeout(both, 60);
	tcase_set_timeout(server, 60);
	tcase_add_loop_test(both, a_statement_is_cancelled_from_another_thread, 0, TARGETS);
	tcase_add_loop_test(both, a_cancel_of_nothing_harms_no_later_statement, 0, TARGETS);
	tcase_add_loop_test(both, waiting_for_anothers_lock_ends_and_the_transaction_stands, 0,
			    TARGETS);
	tcase_add_loop_test(server, a_deadlock_is_a_conflict_and_its_transaction_is_gone,
			    TARGET_MYSQL, TARGETS);
	tcase_add_loop_test(server, a_killed_connection_is_lost_and_stays_so, TARGET_MYSQL,
			    TARGETS);
	tcase_add_loop_test(both, a_statement_with_values_that_gives_rows_keeps_its_failure, 0,
			    TARGETS);
	suite_add_tcase(suite, both);
	suite_add_tcase(suite, server);
	return suite;
}
