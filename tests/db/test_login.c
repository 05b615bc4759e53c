/* Getting in: accounts, sockets, TLS. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "skip.h"
#include "target.h"

static bool main_settings(struct driver_settings *settings)
{
	const char *port = getenv("GLIM_TEST_MYSQL_PORT");

	if (!port) {
		test_skip("no server: GLIM_TEST_MYSQL_PORT is not set");
		return false;
	}
	*settings = (struct driver_settings){ .host = "127.0.0.1",
					      .port = atoi(port),
					      .user = getenv("GLIM_TEST_MYSQL_USER"),
					      .password = getenv("GLIM_TEST_MYSQL_PASSWORD"),
					      .schema = getenv("GLIM_TEST_MYSQL_SCHEMA") };
	return true;
}

/* faults: 116 119 120 */
START_TEST(each_way_of_not_getting_in_is_told_apart)
{
	struct driver_settings good, settings;

	if (!main_settings(&good))
		return;
	settings = good;
	settings.password = "glimglim";
	target_expect_refused(TARGET_MYSQL, &settings, FAILURE_AUTH);
	settings = good;
	settings.user = "nobody";
	target_expect_refused(TARGET_MYSQL, &settings, FAILURE_AUTH);
	settings = good;
	settings.schema = "glim_absent";
	target_expect_refused(TARGET_MYSQL, &settings, FAILURE_NO_DATABASE);
	settings = good;
	settings.schema = "mysql";
	target_expect_refused(TARGET_MYSQL, &settings, FAILURE_AUTH);
	settings = good;
	settings.host = "no-such-host.invalid";
	target_expect_refused(TARGET_MYSQL, &settings, FAILURE_CONNECT);
	settings = good;
	settings.port = 1;
	target_expect_refused(TARGET_MYSQL, &settings, FAILURE_CONNECT);
	settings = good;
	settings.socket = "/absent/socket";
	target_expect_refused(TARGET_MYSQL, &settings, FAILURE_CONNECT);
}
END_TEST

/* faults: 117 118 */
START_TEST(a_server_that_never_speaks_is_given_up)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	struct driver_settings settings = { .host = "127.0.0.1",
					    .user = "glim",
					    .connect_timeout = 1 };
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(bind(listener, (struct sockaddr *)&address, size), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&address, &size), 0);
	settings.port = ntohs(address.sin_port);
	target_expect_refused(TARGET_MYSQL, &settings, FAILURE_CONNECT);
	close(listener);
}
END_TEST

/* faults: 141 */
START_TEST(a_schema_may_have_any_name)
{
	static const char name[] = "glim_we\"ird`%_'x ?";
	struct target target;
	struct session *root, *session;
	struct driver_settings settings;
	struct failure failure = { 0 };

	if (!target_open(&target, TARGET_MYSQL))
		return;
	root = target_administrator(&target);
	session_run(&target, root, "CREATE DATABASE `glim_we\"ird``%_'x ?`");
	settings = target.settings;
	settings.schema = name;
	session = target.driver->open(&settings, &failure);
	ck_assert_msg(session, "%s", failure.message);
	ck_assert_int_eq(target.driver->try_lock(session, "glim_migrations", NULL, &failure),
			 LOCK_TAKEN);
	session_run(&target, session, "CREATE TABLE t (a INTEGER)");
	target.driver->close(session);
	session_run(&target, root, "DROP DATABASE `glim_we\"ird``%_'x ?`");
	target.driver->close(root);
	target_close(&target);
}
END_TEST

START_TEST(a_socket_may_be_named_by_its_folder_or_as_the_host)
{
	struct target target;
	char *folder = target_path("run");
	char *link = target_path("run/mysqld.sock");

	if (target_open(&target, TARGET_MYSQL)) {
		const char *const ways[] = { target.settings.socket, folder };

		ck_assert_int_eq(mkdir(folder, 0700), 0);
		ck_assert_int_eq(symlink(target.settings.socket, link), 0);
		for (int i = 0; i < 4; i++) {
			struct target way = target;

			way.settings.host = i < 2 ? ways[i] : "localhost";
			way.settings.socket = i < 2 ? NULL : ways[i - 2];
			target.driver->close(target_session(&way));
		}
		target_close(&target);
	}
	free(folder);
	free(link);
}
END_TEST

START_TEST(the_server_is_described)
{
	struct target target;
	struct server server;
	char *ask;

	if (!target_open(&target, _i))
		return;
	target.driver->describe(target.session, &server);
	if (_i == TARGET_SQLITE) {
		ck_assert_str_eq(server.product, "SQLite");
		ck_assert_str_eq(server.place, target.schema);
		ck_assert_ptr_nonnull(strstr(target.schema, server.schema));
	} else if (_i == TARGET_POSTGRESQL) {
		ck_assert_str_eq(server.product, "PostgreSQL");
		ck_assert_ptr_nonnull(strstr(server.place, target.settings.socket));
		ck_assert_str_eq(server.schema, target.schema);
		ck_assert_str_eq(server.account, "glim");
		ask = target_text(&target, "SHOW server_version");
		ck_assert_int_eq(strncmp(ask, server.version, strlen(server.version)), 0);
		ck_assert_ptr_null(strchr(server.version, ' '));
		ck_assert_int_eq(target_number(&target, "SELECT pg_backend_pid()"),
				 (int64_t)server.connection);
		free(ask);
	} else {
		ck_assert_str_eq(server.place, target.settings.socket);
		ck_assert_str_eq(server.schema, target.schema);
		ck_assert_str_eq(server.account, "glim@localhost");
		ask = target_text(&target, "SELECT @@version");
		ck_assert_int_eq(strncmp(ask, server.version, strlen(server.version)), 0);
		ck_assert_ptr_null(strchr(server.version, '-'));
		ck_assert_int_eq(target_number(&target, "SELECT CONNECTION_ID()"),
				 (int64_t)server.connection);
		free(ask);
	}
	server_finish(&server);
	target_close(&target);
}
END_TEST

static bool tls_settings(struct driver_settings *settings)
{
	if (!main_settings(settings))
		return false;
	if (!getenv("GLIM_TEST_MYSQL_TLS")) {
		test_skip("the server was started without --tls");
		return false;
	}
	settings->ssl = settings->ssl_verify = true;
	return true;
}

static char *tls_file(const char *name)
{
	return memory_format("%s/%s", getenv("GLIM_TEST_MYSQL_TLS"), name);
}

START_TEST(tls_with_the_right_authority_is_in_use)
{
	struct target target = { 0 };
	char *authority, *cipher;

	if (!tls_settings(&target.settings))
		return;
	authority = tls_file("ca.pem");
	target.driver = target_driver(TARGET_MYSQL);
	target.settings.ssl_ca = authority;
	target.session = target_session(&target);
	cipher =
		target_text(&target, "SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS "
				     "WHERE VARIABLE_NAME = 'SSL_CIPHER'");
	ck_assert_int_gt(strlen(cipher), 0);
	target.driver->close(target.session);
	free(authority);
	free(cipher);
}
END_TEST

/* faults: 122 */
START_TEST(tls_with_a_wrong_authority_is_refused)
{
	static const char *const names[] = { "wrong-ca.pem", "absent.pem", "server-key.pem" };
	struct driver_settings settings;

	if (!tls_settings(&settings))
		return;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *authority = tls_file(names[i]);

		settings.ssl_ca = authority;
		target_expect_refused(TARGET_MYSQL, &settings, FAILURE_REFUSED);
		free(authority);
	}
	settings.ssl_ca = NULL;
	target_expect_refused(TARGET_MYSQL, &settings, FAILURE_REFUSED);
}
END_TEST

/* faults: 122 */
START_TEST(tls_to_a_host_that_the_certificate_does_not_name_is_refused)
{
	struct driver_settings settings;
	char *authority;

	if (!tls_settings(&settings))
		return;
	authority = tls_file("ca.pem");
	settings.ssl_ca = authority;
	settings.host = "127.1";
	target_expect_refused(TARGET_MYSQL, &settings, FAILURE_REFUSED);
	free(authority);
}
END_TEST

START_TEST(an_account_that_requires_tls_gets_in_with_it_only)
{
	struct target target;
	struct driver_settings settings;
	struct session *root;
	struct failure failure;
	char *authority;

	if (!target_open(&target, TARGET_MYSQL))
		return;
	if (tls_settings(&settings)) {
		root = target_administrator(&target);
		session_run(
			&target, root,
			"CREATE OR REPLACE USER secure@'127.0.0.1' IDENTIFIED BY 's' REQUIRE SSL");
		authority = tls_file("ca.pem");
		settings.user = "secure";
		settings.password = "s";
		settings.schema = NULL;
		settings.host = "127.0.0.1";
		settings.ssl_ca = authority;
		target.driver->close(target.driver->open(&settings, &failure));
		settings.ssl = false;
		failure = target_refused(TARGET_MYSQL, &settings);
		ck_assert_int_eq(failure.kind, FAILURE_AUTH);
		ck_assert_ptr_nonnull(strstr(failure.hint, "TLS"));
		failure_finish(&failure);
		session_run(&target, root, "DROP USER secure@'127.0.0.1'");
		target.driver->close(root);
		free(authority);
	}
	target_close(&target);
}
END_TEST

static TCase *login_case(void)
{
	TCase *login = tcase_create("logging in");

	tcase_add_unchecked_fixture(login, target_folder_make, target_folder_remove);
	tcase_set_timeout(login, 60);
	tcase_add_test(login, each_way_of_not_getting_in_is_told_apart);
	tcase_add_test(login, a_server_that_never_speaks_is_given_up);
	tcase_add_test(login, a_schema_may_have_any_name);
	tcase_add_test(login, a_socket_may_be_named_by_its_folder_or_as_the_host);
	tcase_add_loop_test(login, the_server_is_described, 0, TARGETS);
	tcase_add_test(login, tls_with_the_right_authority_is_in_use);
	tcase_add_test(login, tls_with_a_wrong_authority_is_refused);
	tcase_add_test(login, tls_to_a_host_that_the_certificate_does_not_name_is_refused);
	tcase_add_test(login, an_account_that_requires_tls_gets_in_with_it_only);
	return login;
}

Suite *login_suite(void);

Suite *login_suite(void)
{
	Suite *suite = suite_create("login");

	suite_add_tcase(suite, login_case());
	return suite;
}
