/* Getting into PostgreSQL: what is refused, names, passwords, TLS. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "driver/postgresql/refusal.c"
#include "network.h"
#include "target.h"

/* ---- What is refused ---- */

#define REAL "PostgreSQL 15.18 on x86_64"

static const struct {
	struct facts facts;
	bool reading;
	enum failure_kind kind;
} facts_cases[] = {
	{ { .software = REAL, .schema = "public" }, false, FAILURE_NONE },
	{ { .software = REAL }, false, FAILURE_REFUSED },
	{ { .software = REAL }, true, FAILURE_REFUSED },
	{ { .software = REAL, .schema = "x", .standby = true }, false, FAILURE_READ_ONLY },
	{ { .software = REAL, .schema = "x", .standby = true }, true, FAILURE_NONE },
	{ { .software = REAL, .schema = "x", .read_only = true }, false, FAILURE_READ_ONLY },
	{ { .software = "CockroachDB CCL v22.2", .schema = "x" }, true, FAILURE_REFUSED },
	{ { .software = "PostgreSQL 15.2-YB-2.25", .schema = "x" }, true, FAILURE_REFUSED },
};

START_TEST(standbys_and_lookalikes_are_refused_for_writing)
{
	struct driver_settings settings = { .reading = facts_cases[_i].reading };
	struct failure failure = { 0 };
	const bool accepted = server_accept(&facts_cases[_i].facts, &settings, &failure);

	ck_assert_int_eq(accepted, facts_cases[_i].kind == FAILURE_NONE);
	ck_assert_int_eq(failure.kind, facts_cases[_i].kind);
	ck_assert_int_eq(failure.hint != NULL, !accepted);
	failure_finish(&failure);
}
END_TEST

START_TEST(a_pooler_is_recognised)
{
	const struct facts facts = { .connection = 7, .as_told = true }, kept = { .connection = 7 };

	ck_assert(!server_is_pooled(&facts, 7));
	ck_assert(server_is_pooled(&facts, 8));
	ck_assert(server_is_pooled(&facts, -7));
	ck_assert(server_is_pooled(&kept, 7));
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

	if (network_settings(TARGET_POSTGRESQL, &settings)) {
		services = fopen(file, "w");
		fprintf(services,
			"[shop]\nhost=127.0.0.1\nport=%d\nuser=%s\n"
			"options=-csearch_path=information_schema -c DateStyle=German\n",
			settings.port, settings.user);
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
		session_run(&target, target.session,
			    "SELECT 1 / (current_schema() = 'information_schema' AND "
			    "current_setting('DateStyle') = 'ISO, YMD')::int");
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

	if (network_settings(TARGET_POSTGRESQL, &settings)) {
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

/* Nor is a socket one that it names. */
/* faults: 122 */
START_TEST(tls_through_a_socket_is_refused)
{
	struct driver_settings settings;
	char *authority;

	if (!network_tls_settings(TARGET_POSTGRESQL, &settings))
		return;
	authority = network_tls_file(TARGET_POSTGRESQL, "ca.pem");
	settings.ssl_ca = authority;
	settings.host = NULL;
	settings.socket = getenv("GLIM_TEST_POSTGRESQL_SOCKET");
	target_expect_refused(TARGET_POSTGRESQL, &settings, FAILURE_REFUSED);
	free(authority);
}
END_TEST

START_TEST(a_client_may_show_a_certificate)
{
	struct target target = { .kind = TARGET_POSTGRESQL };
	char *authority, *certificate, *key;

	if (!network_tls_settings(TARGET_POSTGRESQL, &target.settings))
		return;
	authority = network_tls_file(TARGET_POSTGRESQL, "ca.pem");
	certificate = network_tls_file(TARGET_POSTGRESQL, "client.pem");
	key = network_tls_file(TARGET_POSTGRESQL, "client-key.pem");
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

Suite *postgresql_login_suite(void);

Suite *postgresql_login_suite(void)
{
	Suite *suite = suite_create("postgresql login");
	TCase *tests = tcase_create("getting in");

	tcase_add_unchecked_fixture(tests, target_folder_make, target_folder_remove);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, a_pooler_is_recognised);
	tcase_add_loop_test(tests, standbys_and_lookalikes_are_refused_for_writing, 0,
			    sizeof facts_cases / sizeof *facts_cases);
	tcase_add_test(tests, an_old_server_is_refused);
	tcase_add_test(tests, a_database_and_a_schema_may_have_any_name);
	tcase_add_test(tests, config_decides_and_not_the_environment);
	tcase_add_test(tests, a_password_may_stand_in_pgpass);
	tcase_add_test(tests, a_socket_is_named_by_its_folder_or_itself);
	tcase_add_test(tests, tls_through_a_socket_is_refused);
	tcase_add_test(tests, a_client_may_show_a_certificate);
	suite_add_tcase(suite, tests);
	return suite;
}
