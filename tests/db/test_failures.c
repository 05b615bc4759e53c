/* What a failure is called, and what is left of the transaction. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "dialect/sqlstate.h"
#include "rows.h"
#include "target.h"

#define STATE(state) SQLSTATE(#state[0], #state[1], #state[2], #state[3], #state[4])

static const struct failure_case {
	const char *sql;
	enum failure_kind kind;
	int native[TARGETS];
} cases[] = {
	{ "INSERT INTO t VALUES (1, 'again')", FAILURE_SQL, { 1555, 1062, STATE(23505) } },
	{ "INSERT INTO t VALUES (2, NULL)", FAILURE_SQL, { 1299, 1048, STATE(23502) } },
	{ "INSERT INTO t VALUES (2, 'b', 3)", FAILURE_SQL, { 1, 1136, STATE(42601) } },
	{ "SELEKT 1", FAILURE_SQL, { 1, 1064, STATE(42601) } },
	{ "SELECT 'no end", FAILURE_SQL, { 1, 1064, STATE(42601) } },
	{ "SELECT absent FROM t", FAILURE_SQL, { 1, 1054, STATE(42703) } },
	{ "SELECT 1 FROM absent", FAILURE_NO_TABLE, { 1, 1146, STATE(42P01) } },
	{ "UPDATE absent SET a = 1", FAILURE_NO_TABLE, { 1, 1146, STATE(42P01) } },
	{ "RELEASE SAVEPOINT absent", FAILURE_NO_SAVEPOINT, { 1, 1305, STATE(3B001) } },
	{ "ROLLBACK TO SAVEPOINT absent", FAILURE_NO_SAVEPOINT, { 1, 1305, STATE(3B001) } },
};

START_TEST(a_failure_has_a_kind_and_the_transaction_stands)
{
	struct target target;

	if (!target_open(&target, _i))
		return;
	target_add_table(&target);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		target_run(&target, target.driver->dialect->begin);
		target_run(&target, "SAVEPOINT glim_canary");
		target_run(&target, "INSERT INTO t VALUES (7, 'kept')");
		target_expect(&target, cases[i].sql, cases[i].kind, cases[i].native[_i]);
		if (target.driver->dialect->failure_ends_transaction) {
			target_expect(&target, "SELECT 1", FAILURE_SQL, STATE(25P02));
		} else {
			target_run(&target, "RELEASE SAVEPOINT glim_canary");
			ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 2);
		}
		target_run(&target, target.driver->dialect->rollback);
	}
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 1);
	target_close(&target);
}
END_TEST

START_TEST(a_failure_carries_the_databases_own_words)
{
	static const char *const states[TARGETS] = { "", "42S02", "42P01" };
	struct target target;
	struct failure failure;

	if (!target_open(&target, _i))
		return;
	failure = target_fails(&target, "SELECT 1 FROM absent");
	ck_assert_ptr_nonnull(strstr(failure.message, "absent"));
	ck_assert_str_eq(failure.sqlstate, states[_i]);
	failure_finish(&failure);
	target_close(&target);
}
END_TEST

START_TEST(closing_undoes_an_open_transaction)
{
	struct target target;
	struct session *other;

	if (!target_open(&target, _i))
		return;
	target_add_table(&target);
	other = target_session(&target);
	session_run(&target, other, target.driver->dialect->begin);
	session_run(&target, other, "INSERT INTO t VALUES (2, 'two')");
	target.driver->close(other);
	target_run(&target, "UPDATE t SET b = 'after the other'");
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 1);
	target_close(&target);
}
END_TEST

START_TEST(only_the_database_that_says_so_can_undo_ddl)
{
	struct target target;
	bool undone;

	if (!target_open(&target, _i))
		return;
	target_run(&target, target.driver->dialect->begin);
	target_run(&target, "SAVEPOINT glim_canary");
	target_run(&target, "CREATE TABLE made (a INTEGER)");
	undone = target.driver->dialect->transactional_ddl;
	if (!undone)
		target_expect(&target, "RELEASE SAVEPOINT glim_canary", FAILURE_NO_SAVEPOINT, 1305);
	target_run(&target, target.driver->dialect->rollback);
	struct rows rows = rows_read(&target, target.driver->dialect->table_exists,
				     VALUES(glim_text("made")), 1);
	ck_assert_uint_eq(rows.count, undone ? 0 : 1);
	rows_finish(&rows);
	target_close(&target);
}
END_TEST

/* An account that may read `t`, and nothing else. */
static void make_reader(const struct target *target, struct session *root)
{
	char *grant =
		memory_format("GRANT SELECT ON %s.t TO glim_reader@localhost", target->schema);

	if (target->kind == TARGET_MYSQL) {
		session_run(target, root,
			    "CREATE OR REPLACE USER glim_reader@localhost IDENTIFIED BY 'r'");
		session_run(target, root, grant);
	} else {
		session_run(target, root, "DROP ROLE IF EXISTS glim_reader");
		session_run(target, root, "CREATE ROLE glim_reader LOGIN PASSWORD 'r'");
		target_run(target, "GRANT SELECT ON t TO PUBLIC");
	}
	free(grant);
}

/* The session is that account's now. */
static void become_reader(struct target *target)
{
	target->settings.user = "glim_reader";
	target->settings.password = "r";
	target->driver->close(target->session);
	target->session = target_session(target);
}

/* faults: 121 */
START_TEST(a_missing_right_is_told_from_a_failing_statement)
{
	static const char absent[] = "SELECT * FROM glim_migrations";
	struct target target;
	struct driver_settings owner;
	struct session *root;
	struct failure failure;

	if (!target_open(&target, _i))
		return;
	target_add_table(&target);
	root = target_administrator(&target);
	owner = target.settings;
	make_reader(&target, root);
	become_reader(&target);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 1);
	if (_i == TARGET_MYSQL) {
		target_expect(&target, "DELETE FROM t", FAILURE_AUTH, 1142);
		failure = target_fails(&target, absent);
		ck_assert_int_eq(failure.kind, FAILURE_AUTH);
		ck_assert_ptr_nonnull(strstr(failure.hint, "not there"));
		failure_finish(&failure);
	} else {
		target_expect(&target, "DELETE FROM t", FAILURE_AUTH, STATE(42501));
		target_expect(&target, absent, FAILURE_NO_TABLE, STATE(42P01));
	}
	target.driver->close(target.session);
	session_run(&target, root,
		    _i == TARGET_MYSQL ? "DROP USER glim_reader@localhost"
				       : "DROP ROLE glim_reader");
	target.driver->close(root);
	target.settings = owner;
	target.session = target_session(&target);
	target_close(&target);
}
END_TEST

/* faults: 89 */
START_TEST(a_nul_byte_in_a_statement_is_refused)
{
	static const int kinds[] = { TARGET_SQLITE,
				     TARGET_POSTGRESQL }; /* MariaDB reads up to it */
	struct target target;
	struct failure failure = { 0 };

	if (!target_open(&target, kinds[_i]))
		return;
	ck_assert(!target.driver->execute(target.session, "SELECT 1\0, 2", 12, NULL, 0, NULL, NULL,
					  &failure));
	ck_assert_int_eq(failure.kind, FAILURE_SQL);
	failure_finish(&failure);
	target_close(&target);
}
END_TEST

START_TEST(a_transaction_that_sqlite_gave_up_is_a_conflict)
{
	struct target target;

	target_open(&target, TARGET_SQLITE);
	target_add_table(&target);
	target_run(&target, "BEGIN IMMEDIATE");
	target_run(&target, "INSERT INTO t VALUES (2, 'two')");
	target_expect(&target, "INSERT OR ROLLBACK INTO t VALUES (1, 'again')", FAILURE_CONFLICT,
		      1555);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 1);
	target_close(&target);
}
END_TEST

/* faults: 125 */
START_TEST(a_full_database_is_told_as_such)
{
	struct target target;

	target_open(&target, TARGET_SQLITE);
	target_run(&target, "CREATE TABLE big (a BLOB)");
	target_run(&target, "PRAGMA max_page_count = 20");
	target_run(&target, "BEGIN IMMEDIATE");
	target_expect(&target, "INSERT INTO big VALUES (zeroblob(1000000))", FAILURE_FULL, 13);
	target_close(&target);
}
END_TEST

Suite *failures_suite(void);

Suite *failures_suite(void)
{
	Suite *suite = suite_create("failures");
	TCase *both = tcase_create("on each database");
	TCase *server = tcase_create("on each server");
	TCase *file = tcase_create("on SQLite");

	tcase_add_unchecked_fixture(both, target_folder_make, target_folder_remove);
	tcase_add_unchecked_fixture(file, target_folder_make, target_folder_remove);
	tcase_set_timeout(both, 60);
	tcase_set_timeout(server, 60);
	tcase_add_loop_test(both, a_failure_has_a_kind_and_the_transaction_stands, 0, TARGETS);
	tcase_add_loop_test(both, a_failure_carries_the_databases_own_words, 0, TARGETS);
	tcase_add_loop_test(both, closing_undoes_an_open_transaction, 0, TARGETS);
	tcase_add_loop_test(both, only_the_database_that_says_so_can_undo_ddl, 0, TARGETS);
	tcase_add_loop_test(both, a_nul_byte_in_a_statement_is_refused, 0, 2);
	tcase_add_loop_test(server, a_missing_right_is_told_from_a_failing_statement, TARGET_MYSQL,
			    TARGETS);
	tcase_add_test(file, a_transaction_that_sqlite_gave_up_is_a_conflict);
	tcase_add_test(file, a_full_database_is_told_as_such);
	suite_add_tcase(suite, both);
	suite_add_tcase(suite, server);
	suite_add_tcase(suite, file);
	return suite;
}
