/* What only this server does, or does in another way. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "dialect/sqlstate.h"
#include "driver/postgresql/refusal.c"
#include "rows.h"
#include "skip.h"
#include "target.h"

static bool main_settings(struct driver_settings *settings)
{
	const char *port = getenv("GLIM_TEST_POSTGRESQL_PORT");

	if (!port) {
		test_skip("no server: GLIM_TEST_POSTGRESQL_PORT is not set");
		return false;
	}
	*settings = (struct driver_settings){ .host = "127.0.0.1",
					      .port = atoi(port),
					      .user = getenv("GLIM_TEST_POSTGRESQL_USER"),
					      .password = getenv("GLIM_TEST_POSTGRESQL_PASSWORD"),
					      .schema = getenv("GLIM_TEST_POSTGRESQL_SCHEMA") };
	return true;
}

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

/* ---- What is refused ---- */

#define REAL "PostgreSQL 15.18 on x86_64"

static const struct {
	struct facts facts;
	int backend;
	bool reading;
	enum failure_kind kind;
} facts_cases[] = {
	{ { .software = REAL, .schema = "public", .connection = 7 }, 7, false, FAILURE_NONE },
	{ { .software = REAL, .schema = "public", .connection = 7 }, 8, false, FAILURE_REFUSED },
	{ { .software = REAL, .schema = "public", .connection = 7 }, 8, true, FAILURE_NONE },
	{ { .software = REAL, .connection = 7 }, 7, false, FAILURE_NO_DATABASE },
	{ { .software = REAL, .connection = 7 }, 7, true, FAILURE_NONE },
	{ { .software = REAL, .schema = "x", .connection = 7, .standby = true },
	  7,
	  false,
	  FAILURE_READ_ONLY },
	{ { .software = REAL, .schema = "x", .connection = 7, .standby = true },
	  7,
	  true,
	  FAILURE_NONE },
	{ { .software = REAL, .schema = "x", .connection = 7, .read_only = true },
	  7,
	  false,
	  FAILURE_READ_ONLY },
	{ { .software = "CockroachDB CCL v22.2", .schema = "x" }, 0, true, FAILURE_REFUSED },
	{ { .software = "PostgreSQL 15.2-YB-2.25", .schema = "x" }, 0, true, FAILURE_REFUSED },
};

START_TEST(poolers_standbys_and_lookalikes_are_refused_for_writing)
{
	struct driver_settings settings = { .reading = facts_cases[_i].reading };
	struct failure failure = { 0 };
	const bool accepted =
		server_accept(&facts_cases[_i].facts, facts_cases[_i].backend, &settings, &failure);

	ck_assert_int_eq(accepted, facts_cases[_i].kind == FAILURE_NONE);
	ck_assert_int_eq(failure.kind, facts_cases[_i].kind);
	ck_assert_int_eq(failure.hint != NULL, !accepted);
	failure_finish(&failure);
}
END_TEST

START_TEST(an_old_server_is_refused)
{
	struct failure failure = { 0 };

	ck_assert(server_accept_version(120000, &failure));
	ck_assert(!server_accept_version(110022, &failure));
	ck_assert_ptr_nonnull(strstr(failure.message, "11.22"));
	failure_finish(&failure);
}
END_TEST

/* ---- Getting in ---- */

/* faults: 116 119 120 */
START_TEST(each_way_of_not_getting_in_is_told_apart)
{
	struct driver_settings good, settings;

	if (!main_settings(&good))
		return;
	settings = good;
	settings.password = "glimglim";
	expect_refused(&settings, FAILURE_AUTH);
	settings.password = NULL;
	expect_refused(&settings, FAILURE_AUTH);
	settings = good;
	settings.user = "nobody";
	expect_refused(&settings, FAILURE_AUTH);
	settings = good;
	settings.schema = "glim_absent";
	expect_refused(&settings, FAILURE_NO_DATABASE);
	settings = good;
	settings.host = "no-such-host.invalid";
	expect_refused(&settings, FAILURE_CONNECT);
	settings = good;
	settings.port = 1;
	expect_refused(&settings, FAILURE_CONNECT);
	settings = good;
	settings.socket = "/absent/socket";
	expect_refused(&settings, FAILURE_CONNECT);
	settings = good;
	settings.service = "absent";
	expect_refused(&settings, FAILURE_REFUSED);
	settings = good;
	settings.search_path = "absent, \"Also absent\"";
	expect_refused(&settings, FAILURE_NO_DATABASE);
}
END_TEST

/* faults: 141 */
START_TEST(a_database_and_a_schema_may_have_any_name)
{
	struct target target;
	struct session *root, *session;
	struct driver_settings settings;
	struct failure failure = { 0 };
	struct lock_holder holder = { 0 };

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	root = target_administrator(&target);
	session_run(&target, root, "CREATE DATABASE \"glim_we\"\"ird`%_'x ?\" OWNER glim");
	settings = target.settings;
	settings.schema = "glim_we\"ird`%_'x ?";
	session = target.driver->open(&settings, &failure);
	ck_assert_msg(session, "%s", failure.message);
	session_run(&target, session, "CREATE SCHEMA \"we ird\\ \"\"one\"");
	target.driver->close(session);
	settings.search_path = "\"we ird\\ \"\"one\"";
	session = target.driver->open(&settings, &failure);
	ck_assert_msg(session, "%s", failure.message);
	ck_assert_int_eq(target.driver->try_lock(session, "glim_migrations", &holder, &failure),
			 LOCK_TAKEN);
	session_run(&target, session, "CREATE TABLE t (a INTEGER)");
	session_run(&target, session, "SELECT a FROM \"we ird\\ \"\"one\".t");
	target.driver->close(session);
	session_run(&target, root, "DROP DATABASE \"glim_we\"\"ird`%_'x ?\" WITH (FORCE)");
	target.driver->close(root);
	target_close(&target);
}
END_TEST

/* The variables of the client library choose no database; a service that is named does. */
START_TEST(config_decides_and_not_the_environment)
{
	struct driver_settings settings;
	struct target target = { .kind = TARGET_POSTGRESQL };
	char *file = target_path("pg_service.conf");
	FILE *services;

	if (main_settings(&settings)) {
		services = fopen(file, "w");
		fprintf(services, "[shop]\nhost=127.0.0.1\nport=%d\nuser=%s\n", settings.port,
			settings.user);
		fclose(services);
		setenv("PGSERVICEFILE", file, 1);
		setenv("PGHOST", "no-such-host.invalid", 1);
		setenv("PGUSER", "nobody", 1);
		setenv("PGOPTIONS", "-c absent=1", 1);
		settings.host = NULL;
		settings.port = 0;
		settings.user = NULL;
		settings.service = "shop";
		target.driver = target_driver(TARGET_POSTGRESQL);
		target.settings = settings;
		target.session = target_session(&target);
		target.driver->close(target.session);
	}
	free(file);
}
END_TEST

START_TEST(a_password_may_stand_in_pgpass)
{
	struct driver_settings settings;
	struct target target = { .kind = TARGET_POSTGRESQL };
	char *file = target_path("pgpass");
	FILE *passwords;

	if (main_settings(&settings)) {
		passwords = fopen(file, "w");
		fprintf(passwords, "127.0.0.1:*:*:%s:%s\n", settings.user, settings.password);
		fclose(passwords);
		chmod(file, 0600);
		setenv("PGPASSFILE", file, 1);
		settings.password = NULL;
		target.driver = target_driver(TARGET_POSTGRESQL);
		target.settings = settings;
		target.session = target_session(&target);
		target.driver->close(target.session);
	}
	free(file);
}
END_TEST

START_TEST(a_socket_is_named_by_its_folder_or_itself)
{
	struct target target;
	char *itself;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	itself = memory_format("%s/.s.PGSQL.%d", target.settings.socket, target.settings.port);
	for (int i = 0; i < 4; i++) {
		struct target way = target;
		const char *name = i % 2 ? itself : target.settings.socket;

		way.settings.port = i % 2 ? 0 : target.settings.port;
		way.settings.host = i < 2 ? name : NULL;
		way.settings.socket = i < 2 ? NULL : name;
		target.driver->close(target_session(&way));
	}
	free(itself);
	target_close(&target);
}
END_TEST

/* ---- TLS ---- */

static bool tls_settings(struct driver_settings *settings)
{
	if (!main_settings(settings))
		return false;
	if (!getenv("GLIM_TEST_POSTGRESQL_TLS")) {
		test_skip("the server was started without --tls");
		return false;
	}
	settings->ssl = settings->ssl_verify = true;
	return true;
}

static char *tls_file(const char *name)
{
	return memory_format("%s/%s", getenv("GLIM_TEST_POSTGRESQL_TLS"), name);
}

/* faults: 122 */
START_TEST(tls_is_in_use_with_the_right_authority_only)
{
	static const char *const wrong[] = { "wrong-ca.pem", "absent.pem", "server-key.pem" };
	struct target target = { .kind = TARGET_POSTGRESQL };
	struct driver_settings settings;
	char *authority;

	if (!tls_settings(&settings))
		return;
	authority = tls_file("ca.pem");
	target.driver = target_driver(TARGET_POSTGRESQL);
	for (int verify = 0; verify < 2; verify++) {
		target.settings = settings;
		target.settings.ssl_verify = verify;
		target.settings.ssl_ca = authority;
		target.session = target_session(&target);
		ck_assert_int_eq(target_number(&target, "SELECT ssl FROM pg_stat_ssl WHERE pid = "
							"pg_backend_pid()"),
				 1);
		target.driver->close(target.session);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char *file = tls_file(wrong[i]);

		settings.ssl_ca = file;
		expect_refused(&settings, FAILURE_REFUSED);
		free(file);
	}
	settings.ssl_ca = NULL;
	expect_refused(&settings, FAILURE_REFUSED);
	settings.ssl_ca = authority;
	settings.host = "127.0.0.2";
	expect_refused(&settings, FAILURE_REFUSED);
	settings.host = NULL;
	settings.socket = getenv("GLIM_TEST_POSTGRESQL_SOCKET");
	expect_refused(&settings, FAILURE_REFUSED);
	free(authority);
}
END_TEST

START_TEST(a_client_may_show_a_certificate)
{
	struct target target = { .kind = TARGET_POSTGRESQL };
	char *authority, *certificate, *key;

	if (!tls_settings(&target.settings))
		return;
	authority = tls_file("ca.pem");
	certificate = tls_file("client.pem");
	key = tls_file("client-key.pem");
	target.driver = target_driver(TARGET_POSTGRESQL);
	target.settings.ssl_ca = authority;
	target.settings.ssl_cert = certificate;
	target.settings.ssl_key = key;
	target.session = target_session(&target);
	char *name = target_text(&target, "SELECT client_dn FROM pg_stat_ssl "
					  "WHERE pid = pg_backend_pid()");
	ck_assert_str_eq(name, "/CN=glim");
	target.driver->close(target.session);
	free(name);
	free(authority);
	free(certificate);
	free(key);
}
END_TEST

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

/* faults: 129 */
START_TEST(a_killed_connection_is_lost_and_stays_so)
{
	struct target target;
	struct session *root;
	struct failure failure = { 0 };
	char *kill;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	kill = memory_format("SELECT pg_terminate_backend(%lld)",
			     (long long)target_number(&target, "SELECT pg_backend_pid()"));
	root = target_administrator(&target);
	session_run(&target, root, kill);
	for (int i = 0; i < 2; i++) {
		failure = target_fails(&target, "SELECT 1");
		ck_assert_int_eq(failure.kind, FAILURE_LOST);
		failure_finish(&failure);
	}
	ck_assert(!target.driver->ping(target.session, &failure));
	ck_assert_int_eq(failure.kind, FAILURE_LOST);
	failure_finish(&failure);
	target.driver->close(root);
	free(kill);
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

struct second {
	const struct target *target;
	struct session *session;
	struct failure failure;
	bool done;
};

static void *take_first_row(void *data)
{
	static const char sql[] = "UPDATE t SET b = 2 WHERE a = 1";
	struct second *second = data;

	second->done = second->target->driver->execute(second->session, sql, strlen(sql), NULL, 0,
						       NULL, NULL, &second->failure);
	return NULL;
}

/* faults: 130 */
START_TEST(a_deadlock_is_a_conflict)
{
	static const char sql[] = "UPDATE t SET b = 1 WHERE a = 2";
	struct target target;
	struct second second = { .target = &target };
	struct failure failure = { 0 };
	pthread_t thread;
	bool done;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER)");
	target_run(&target, "INSERT INTO t VALUES (1), (2)");
	second.session = target_session(&target);
	target_run(&target, "BEGIN");
	target_run(&target, "UPDATE t SET b = 1 WHERE a = 1");
	session_run(&target, second.session, "BEGIN");
	session_run(&target, second.session, "UPDATE t SET b = 2 WHERE a = 2");
	pthread_create(&thread, NULL, take_first_row, &second);
	done = target.driver->execute(target.session, sql, strlen(sql), NULL, 0, NULL, NULL,
				      &failure);
	if (done)
		target_run(&target, "ROLLBACK");
	pthread_join(thread, NULL);
	ck_assert_int_ne(done, second.done);
	ck_assert_int_eq(done ? second.failure.kind : failure.kind, FAILURE_CONFLICT);
	failure_finish(&failure);
	failure_finish(&second.failure);
	target.driver->close(second.session);
	target_close(&target);
}
END_TEST

/* faults: 121 */
START_TEST(a_missing_right_is_told_from_a_failing_statement)
{
	struct target target;
	struct session *root;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	target_run(&target, "GRANT SELECT ON t TO PUBLIC");
	root = target_administrator(&target);
	session_run(&target, root, "DROP ROLE IF EXISTS glim_reader");
	session_run(&target, root, "CREATE ROLE glim_reader LOGIN PASSWORD 'r'");
	target.driver->close(target.session);
	target.settings.user = "glim_reader";
	target.settings.password = "r";
	target.session = target_session(&target);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
	expect(&target, "DELETE FROM t", FAILURE_AUTH, "42501");
	expect(&target, "SELECT * FROM glim_migrations", FAILURE_NO_TABLE, "42P01");
	target.driver->close(target.session);
	target.session = NULL;
	session_run(&target, root, "DROP ROLE glim_reader");
	target.driver->close(root);
	target_close(&target);
}
END_TEST

/* faults: 89 */
START_TEST(a_nul_byte_is_refused)
{
	struct target target;
	struct failure failure = { 0 };

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	ck_assert(!target.driver->execute(target.session, "SELECT 1\0, 2", 12, NULL, 0, NULL, NULL,
					  &failure));
	ck_assert_int_eq(failure.kind, FAILURE_SQL);
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

/* ---- Values ---- */

static const struct {
	const char *sql;
	int type;
	const char *shown;
} readings[] = {
	{ "-7::smallint", GLIM_TYPE_INT, "-7" },
	{ "9223372036854775807::bigint", GLIM_TYPE_INT, "9223372036854775807" },
	{ "true", GLIM_TYPE_INT, "1" },
	{ "false", GLIM_TYPE_INT, "0" },
	{ "4294967295::oid", GLIM_TYPE_INT, "4294967295" },
	{ "0.1::real", GLIM_TYPE_REAL, "0.10000000000000001" },
	{ "0.1::double precision", GLIM_TYPE_REAL, "0.10000000000000001" },
	{ "'Infinity'::double precision", GLIM_TYPE_REAL, "inf" },
	{ "12345678901234567890.0123456789::numeric", GLIM_TYPE_TEXT,
	  "text of 31: 12345678901234567890.0123456789" },
	{ "'ab'::char(5)", GLIM_TYPE_TEXT, "text of 5: ab   " },
	{ "DATE '2026-11-01'", GLIM_TYPE_TEXT, "text of 10: 2026-11-01" },
	{ "TIMESTAMP '2026-11-01 09:12:04.5'", GLIM_TYPE_TEXT,
	  "text of 21: 2026-11-01 09:12:04.5" },
	{ "TIMESTAMPTZ '2026-11-01 09:12:04+02'", GLIM_TYPE_TEXT,
	  "text of 22: 2026-11-01 07:12:04+00" },
	{ "'{\"a\": 1}'::jsonb", GLIM_TYPE_TEXT, "text of 8: {\"a\": 1}" },
	{ "ARRAY[1, 2]", GLIM_TYPE_TEXT, "text of 5: {1,2}" },
	{ "'\\x00ff'::bytea", GLIM_TYPE_BLOB, "blob of 2: " },
	{ "NULL::integer", GLIM_TYPE_NULL, "NULL" },
};

START_TEST(every_kind_of_column_reads_alike_with_values_and_without)
{
	struct target target;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		char *plain = memory_format("SELECT %s", readings[i].sql);
		char *marked = memory_format("SELECT %s WHERE 1 = ?", readings[i].sql);
		struct rows without = rows_read(&target, plain, NULL, 0);
		struct rows with = rows_read(&target, marked, VALUES(glim_int(1)), 1);
		char *shown = value_show(rows_cell(&without, 0, 0));

		ck_assert_msg(rows_cell(&without, 0, 0)->type == readings[i].type, "%s: type %d",
			      readings[i].sql, rows_cell(&without, 0, 0)->type);
		if (readings[i].type != GLIM_TYPE_TEXT || strlen(readings[i].shown) > 12)
			ck_assert_msg(strstr(readings[i].shown, shown) || strstr(shown, "of"),
				      "%s: %s", readings[i].sql, shown);
		ck_assert(value_equal(rows_cell(&without, 0, 0), rows_cell(&with, 0, 0)));
		free(plain);
		free(marked);
		free(shown);
		rows_finish(&without);
		rows_finish(&with);
	}
	target_close(&target);
}
END_TEST

/* As a literal does, a value takes the type of where it stands. */
START_TEST(a_number_fits_every_column)
{
	struct target target;
	const glim_value five[] = { glim_int(5), glim_int(5), glim_int(5),   glim_int(1),
				    glim_int(5), glim_int(5), glim_real(2.5) };

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	target_run(&target, "CREATE TABLE t (a SMALLINT, b TEXT, c NUMERIC(5,2), d BOOLEAN, "
			    "e DOUBLE PRECISION, f VARCHAR(3), g NUMERIC)");
	target_run_values(&target, "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)", five, 7);
	ck_assert_int_eq(target_number(&target,
				       "SELECT count(*) FROM t WHERE a = 5 AND b = '5' "
				       "AND c = 5 AND d AND e = 5 AND f = '5' AND g = 2.5"),
			 1);
	char *text = target_text(&target, "SELECT '{\"a\": 1}'::jsonb ? 'a'");
	ck_assert_str_eq(text, "1");
	free(text);
	target_close(&target);
}
END_TEST

START_TEST(the_last_id_is_what_a_sequence_gave_in_this_session)
{
	struct target target;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	ck_assert_int_eq(target.driver->last_id(target.session), 0);
	target_run(&target, "CREATE TABLE t (id BIGSERIAL, a INTEGER)");
	target_run(&target, "BEGIN");
	ck_assert_int_eq(target.driver->last_id(target.session), 0);
	target_run(&target, "INSERT INTO t (a) VALUES (1), (2)");
	ck_assert_int_eq(target.driver->last_id(target.session), 2);
	target_run(&target, "DROP TABLE t");
	ck_assert_int_eq(target.driver->last_id(target.session), 0);
	target_run(&target, "COMMIT");
	ck_assert_int_eq(target.driver->last_id(target.session), 0);
	target_close(&target);
}
END_TEST

/* ---- The dialect ---- */

static const char *const drops[] = {
	"DROP TABLE absent",
	"DROP VIEW absent",
	"DROP PROCEDURE absent",
	"DROP FUNCTION absent()",
	"DROP TRIGGER absent ON t",
	"DROP SEQUENCE absent",
	"DROP TYPE absent",
	"DROP SCHEMA absent",
	"DROP DATABASE glim_absent",
	"DROP INDEX absent",
	"DROP INDEX CONCURRENTLY absent",
	"ALTER TABLE t DROP COLUMN absent",
	"ALTER TABLE t DROP CONSTRAINT absent",
	"ALTER TABLE absent DROP COLUMN a",
};

START_TEST(a_drop_of_what_is_not_there_is_known)
{
	struct target target;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	for (size_t i = 0; i < sizeof drops / sizeof *drops; i++) {
		struct failure failure = target_fails(&target, drops[i]);

		ck_assert_msg(dialect_is_missing_object(target.driver->dialect, failure.native),
			      "%s: %s %s", drops[i], failure.sqlstate, failure.message);
		failure_finish(&failure);
	}
	ck_assert(!dialect_is_missing_object(target.driver->dialect, sqlstate_number("23505")));
	target_close(&target);
}
END_TEST

START_TEST(procedures_that_end_transactions_are_listed)
{
	struct target target;
	struct rows rows;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	target_run(&target, "CREATE PROCEDURE plain() LANGUAGE sql AS 'SELECT 1'");
	target_run(&target, "CREATE PROCEDURE cuts() LANGUAGE plpgsql AS 'BEGIN COMMIT; END'");
	target_run(&target, "CREATE PROCEDURE undoes() LANGUAGE plpgsql AS 'BEGIN rollback; END'");
	rows = rows_read(&target, target.driver->dialect->plain_tables, NULL, 0);
	ck_assert_uint_eq(rows.count, 2);
	rows_finish(&rows);
	target_close(&target);
}
END_TEST

START_TEST(what_weakens_a_promise_is_told)
{
	struct target target;
	struct rows rows;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	rows = rows_read(&target, target.driver->dialect->conditions, NULL, 0);
	ck_assert_uint_eq(rows.count, 0);
	rows_finish(&rows);
	target_run(&target, "SET synchronous_commit = off");
	target_run(&target, "CREATE UNLOGGED TABLE glim_log (a INTEGER)");
	rows = rows_read(&target, target.driver->dialect->conditions, NULL, 0);
	ck_assert_uint_eq(rows.count, 2);
	rows_finish(&rows);
	target_close(&target);
}
END_TEST

Suite *postgresql_suite(void);

Suite *postgresql_suite(void)
{
	Suite *suite = suite_create("postgresql");
	TCase *login = tcase_create("getting in");
	TCase *tests = tcase_create("its own ways");

	tcase_add_unchecked_fixture(login, target_folder_make, target_folder_remove);
	tcase_set_timeout(login, 60);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(login, poolers_standbys_and_lookalikes_are_refused_for_writing, 0,
			    sizeof facts_cases / sizeof *facts_cases);
	tcase_add_test(login, an_old_server_is_refused);
	tcase_add_test(login, each_way_of_not_getting_in_is_told_apart);
	tcase_add_test(login, a_database_and_a_schema_may_have_any_name);
	tcase_add_test(login, config_decides_and_not_the_environment);
	tcase_add_test(login, a_password_may_stand_in_pgpass);
	tcase_add_test(login, a_socket_is_named_by_its_folder_or_itself);
	tcase_add_test(login, tls_is_in_use_with_the_right_authority_only);
	tcase_add_test(login, a_client_may_show_a_certificate);
	tcase_add_test(tests, a_session_is_the_same_whatever_the_defaults_are);
	tcase_add_test(tests, a_read_only_database_is_for_readers);
	tcase_add_test(tests, a_database_without_a_free_connection_is_worth_another_try);
	tcase_add_test(tests, a_killed_connection_is_lost_and_stays_so);
	tcase_add_test(tests, a_notice_is_passed_on);
	tcase_add_test(tests, a_commit_that_is_none_is_a_failure);
	tcase_add_test(tests, a_failure_shows_where_and_why);
	tcase_add_test(tests, a_deadlock_is_a_conflict);
	tcase_add_test(tests, a_missing_right_is_told_from_a_failing_statement);
	tcase_add_test(tests, a_nul_byte_is_refused);
	tcase_add_test(tests, copy_waits_for_nobody);
	tcase_add_test(tests, every_kind_of_column_reads_alike_with_values_and_without);
	tcase_add_test(tests, a_number_fits_every_column);
	tcase_add_test(tests, the_last_id_is_what_a_sequence_gave_in_this_session);
	tcase_add_test(tests, a_drop_of_what_is_not_there_is_known);
	tcase_add_test(tests, procedures_that_end_transactions_are_listed);
	tcase_add_test(tests, what_weakens_a_promise_is_told);
	suite_add_tcase(suite, login);
	suite_add_tcase(suite, tests);
	return suite;
}
