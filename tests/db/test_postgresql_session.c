/* Sessions of PostgreSQL, and how its failures are told. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "target.h"

static void expect_refused(const struct driver_settings *settings, enum failure_kind kind)
{
	target_expect_refused(TARGET_POSTGRESQL, settings, kind);
}

static void expect(const struct target *target, const char *sql, enum failure_kind kind,
		   const char *state)
{
	struct failure failure = target_fails(target, sql);

	ck_assert_msg(failure.kind == kind, "%s: kind %d, %s", sql, failure.kind, failure.message);
	ck_assert_str_eq(failure.sqlstate, state);
	failure_finish(&failure);
}

/* ---- Sessions ---- */

static const struct {
	const char *name, *value;
} variables[] = {
	{ "lock_timeout", "5s" },
	{ "statement_timeout", "0" },
	{ "idle_in_transaction_session_timeout", "0" },
	{ "idle_session_timeout", "0" },
	{ "client_connection_check_interval", "500ms" },
	{ "TimeZone", "UTC" },
	{ "DateStyle", "ISO, YMD" },
	{ "client_encoding", "UTF8" },
	{ "bytea_output", "hex" },
	{ "default_transaction_isolation", "read committed" },
	{ "standard_conforming_strings", "on" },
	{ "application_name", "glim" },
};

/* faults: 131 132 134 */
START_TEST(a_session_is_the_same_whatever_the_defaults_are)
{
	struct target target;
	struct session *root;
	char *alter;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	root = target_administrator(&target);
	static const char *const defaults[] = {
		"statement_timeout = '7s'",
		"TimeZone = 'Asia/Karachi'",
		"DateStyle = 'German'",
		"bytea_output = 'escape'",
		"default_transaction_isolation = 'serializable'",
		"standard_conforming_strings = off",
		"idle_session_timeout = '3s'",
	};
	for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
		alter = memory_format("ALTER DATABASE %s SET %s", target.schema, defaults[i]);
		session_run(&target, root, alter);
		free(alter);
	}
	target.driver->close(target.session);
	target.session = target_session(&target);
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		char *sql = memory_format("SHOW %s", variables[i].name);
		char *value = target_text(&target, sql);

		ck_assert_msg(strcmp(value, variables[i].value) == 0, "%s is %s", variables[i].name,
			      value);
		free(sql);
		free(value);
	}
	target.driver->close(root);
	target_close(&target);
}
END_TEST

/* faults: 123 */
START_TEST(a_read_only_database_is_for_readers)
{
	struct target target;
	struct session *root;
	char *alter;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	root = target_administrator(&target);
	alter = memory_format("ALTER DATABASE %s SET default_transaction_read_only = on",
			      target.schema);
	session_run(&target, root, alter);
	target.driver->close(target.session);
	target.session = NULL;
	expect_refused(&target.settings, FAILURE_READ_ONLY);
	target.settings.reading = true;
	target.session = target_session(&target);
	ck_assert_int_eq(target_number(&target, "SELECT 1"), 1);
	expect(&target, "CREATE TABLE t (a INTEGER)", FAILURE_READ_ONLY, "25006");
	target.driver->close(root);
	free(alter);
	target_close(&target);
}
END_TEST

/* faults: 124 */
START_TEST(a_database_without_a_free_connection_is_worth_another_try)
{
	struct target target;
	struct session *root, *other;
	struct failure failure;
	char *alter;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	root = target_administrator(&target);
	alter = memory_format("ALTER DATABASE %s CONNECTION LIMIT 2", target.schema);
	session_run(&target, root, alter);
	other = target_session(&target);
	failure = target_refused(TARGET_POSTGRESQL, &target.settings);
	ck_assert_int_eq(failure.kind, FAILURE_CONNECT);
	ck_assert_str_eq(failure.sqlstate, "53300");
	ck_assert_ptr_nonnull(strstr(failure.hint, "connection"));
	failure_finish(&failure);
	target.driver->close(other);
	target.driver->close(root);
	free(alter);
	target_close(&target);
}
END_TEST

static char *last_notice;

static void take_notice(void *data, const char *line)
{
	(void)data;
	free(last_notice);
	last_notice = memory_copy(line);
}

START_TEST(a_notice_is_passed_on)
{
	struct target target;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	target.driver->close(target.session);
	target.settings.notice = take_notice;
	target.session = target_session(&target);
	target_run(&target, "DO $$ BEGIN RAISE WARNING 'look: %', 5; END $$");
	ck_assert_str_eq(last_notice, "WARNING: look: 5");
	target_run(&target, "DROP TABLE IF EXISTS absent");
	ck_assert_str_eq(last_notice, "NOTICE: table \"absent\" does not exist, skipping");
	free(last_notice);
	target_close(&target);
}
END_TEST

/* ---- Failures ---- */

/* A transaction that has failed is ended by COMMIT too, without an error. */
/* faults: 142 */
START_TEST(a_commit_that_is_none_is_a_failure)
{
	struct target target;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	target_run(&target, "BEGIN");
	target_run(&target, "INSERT INTO t VALUES (1)");
	expect(&target, "SELECT 1 / 0", FAILURE_SQL, "22012");
	expect(&target, "INSERT INTO t VALUES (2)", FAILURE_SQL, "25P02");
	struct failure failure = target_fails(&target, "COMMIT");
	ck_assert_ptr_nonnull(strstr(failure.message, "ROLLBACK"));
	failure_finish(&failure);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
	target_run(&target, "BEGIN");
	target_run(&target, "COMMIT");
	target_close(&target);
}
END_TEST

static const struct {
	const char *sql, *message;
} messages[] = {
	{ "SELECT 1,\n  2 FRM t", "syntax error at or near \"t\" (line 2: t)" },
	{ "SELECT a,\n\tabsent FROM t",
	  "column \"absent\" does not exist (line 2: absent FROM t)" },
	{ "SELECT '\xc3\xa4\xc3\xb6', absent FROM t",
	  "column \"absent\" does not exist (line 1: absent FROM t)" },
	{ "INSERT INTO t VALUES (1)", "duplicate key value violates unique constraint \"t_pkey\": "
				      "Key (a)=(1) already exists." },
	{ "SELECT bad()", "division by zero (PL/pgSQL function bad() line 1 at RETURN)" },
};

START_TEST(a_failure_shows_where_and_why)
{
	struct target target;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER PRIMARY KEY)");
	target_run(&target, "INSERT INTO t VALUES (1)");
	target_run(&target, "CREATE FUNCTION bad() RETURNS INTEGER LANGUAGE plpgsql AS "
			    "'BEGIN RETURN 1 / (SELECT count(*) FROM t WHERE a = 7); END'");
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		struct failure failure = target_fails(&target, messages[i].sql);

		if (i + 1 < sizeof messages / sizeof *messages)
			ck_assert_str_eq(failure.message, messages[i].message);
		else
			ck_assert_ptr_nonnull(strstr(failure.message, "function bad()"));
		failure_finish(&failure);
	}
	target_close(&target);
}
END_TEST

/* faults: 89 */
START_TEST(a_nul_byte_in_a_text_is_refused)
{
	struct target target;
	struct failure failure = { 0 };

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	ck_assert(!target.driver->execute(target.session, "SELECT $1", 9,
					  VALUES({ .type = GLIM_TYPE_TEXT, 3, .as.data = "a\0b" }),
					  1, NULL, NULL, &failure));
	ck_assert_ptr_nonnull(strstr(failure.message, "NUL"));
	failure_finish(&failure);
	target_close(&target);
}
END_TEST

START_TEST(copy_waits_for_nobody)
{
	struct target target;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	struct failure in = target_fails(&target, "COPY t FROM STDIN");
	struct failure out = target_fails(&target, "COPY t TO STDOUT");
	ck_assert_int_eq(in.kind, FAILURE_SQL);
	ck_assert_int_eq(out.kind, FAILURE_SQL);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
	failure_finish(&in);
	failure_finish(&out);
	target_close(&target);
}
END_TEST

Suite *postgresql_session_suite(void);

Suite *postgresql_session_suite(void)
{
	Suite *suite = suite_create("postgresql session");
	TCase *tests = tcase_create("its own ways");

	tcase_add_unchecked_fixture(tests, target_folder_make, target_folder_remove);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, a_session_is_the_same_whatever_the_defaults_are);
	tcase_add_test(tests, a_read_only_database_is_for_readers);
	tcase_add_test(tests, a_database_without_a_free_connection_is_worth_another_try);
	tcase_add_test(tests, a_notice_is_passed_on);
	tcase_add_test(tests, a_commit_that_is_none_is_a_failure);
	tcase_add_test(tests, a_failure_shows_where_and_why);
	tcase_add_test(tests, a_nul_byte_in_a_text_is_refused);
	tcase_add_test(tests, copy_waits_for_nobody);
	suite_add_tcase(suite, tests);
	return suite;
}
