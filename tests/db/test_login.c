/* Getting in: accounts, sockets, TLS. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "network.h"
#include "target.h"

static const struct {
	int kind; /* 0: on each server */
	struct driver_settings differs;
	bool no_password;
	enum failure_kind failure;
} refusals[] = {
	{ 0, { .password = "glimglim" }, false, FAILURE_AUTH },
	{ 0, { .user = "nobody" }, false, FAILURE_AUTH },
	{ 0, { .schema = "glim_absent" }, false, FAILURE_NO_DATABASE },
	{ 0, { .host = "no-such-host.invalid" }, false, FAILURE_CONNECT },
	{ 0, { .port = 1 }, false, FAILURE_CONNECT },
	{ 0, { .socket = "/absent/socket" }, false, FAILURE_CONNECT },
	{ TARGET_MYSQL, { .schema = "mysql" }, false, FAILURE_AUTH },
	{ TARGET_POSTGRESQL, { 0 }, true, FAILURE_AUTH },
	{ TARGET_POSTGRESQL, { .service = "absent" }, false, FAILURE_REFUSED },
	{ TARGET_POSTGRESQL, { .search_path = "absent, \"Also absent\"" }, false, FAILURE_REFUSED },
};

static const char *either(const char *differs, const char *usual)
{
	return differs ? differs : usual;
}

/* faults: 116 119 120 */
START_TEST(each_way_of_not_getting_in_is_told_apart)
{
	struct driver_settings good;

	if (!network_settings(_i, &good))
		return;
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		struct driver_settings settings = refusals[i].differs;

		if (refusals[i].kind && refusals[i].kind != _i)
			continue;
		settings.host = either(settings.host, good.host);
		settings.user = either(settings.user, good.user);
		settings.schema = either(settings.schema, good.schema);
		if (!refusals[i].no_password)
			settings.password = either(settings.password, good.password);
		if (!settings.port)
			settings.port = good.port;
		target_expect_refused(_i, &settings, refusals[i].failure);
	}
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
	target_expect_refused(_i, &settings, FAILURE_CONNECT);
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

/* A certificate is verified, or it is only taken. */
START_TEST(tls_with_the_right_authority_is_in_use)
{
	static const char *const asks[] = {
		[TARGET_MYSQL] = "SELECT VARIABLE_VALUE <> '' FROM "
				 "information_schema.SESSION_STATUS "
				 "WHERE VARIABLE_NAME = 'SSL_CIPHER'",
		[TARGET_POSTGRESQL] = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
	};
	struct target target = { .kind = _i };
	char *authority;

	if (!network_tls_settings(_i, &target.settings))
		return;
	authority = network_tls_file(_i, "ca.pem");
	target.driver = target_driver(_i);
	target.settings.ssl_ca = authority;
	for (int verify = 0; verify < 2; verify++) {
		target.settings.ssl_verify = verify;
		target.session = target_session(&target);
		ck_assert_int_eq(target_number(&target, asks[_i]), 1);
		target.driver->close(target.session);
	}
	free(authority);
}
END_TEST

/* faults: 122 */
START_TEST(tls_with_a_wrong_authority_is_refused)
{
	static const char *const names[] = { "wrong-ca.pem", "absent.pem", "server-key.pem" };
	struct driver_settings settings;

	if (!network_tls_settings(_i, &settings))
		return;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *authority = network_tls_file(_i, names[i]);

		settings.ssl_ca = authority;
		target_expect_refused(_i, &settings, FAILURE_REFUSED);
		free(authority);
	}
	settings.ssl_ca = NULL;
	target_expect_refused(_i, &settings, FAILURE_REFUSED);
}
END_TEST

/* faults: 122 */
START_TEST(tls_to_a_host_that_the_certificate_does_not_name_is_refused)
{
	static const char *const hosts[] = {
		[TARGET_MYSQL] = "127.1", [TARGET_POSTGRESQL] = "127.0.0.2"
	};
	struct driver_settings settings;
	char *authority;

	if (!network_tls_settings(_i, &settings))
		return;
	authority = network_tls_file(_i, "ca.pem");
	settings.ssl_ca = authority;
	settings.host = hosts[_i];
	target_expect_refused(_i, &settings, FAILURE_REFUSED);
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
	if (network_tls_settings(TARGET_MYSQL, &settings)) {
		root = target_administrator(&target);
		session_run(
			&target, root,
			"CREATE OR REPLACE USER secure@'127.0.0.1' IDENTIFIED BY 's' REQUIRE SSL");
		authority = network_tls_file(TARGET_MYSQL, "ca.pem");
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
	tcase_add_loop_test(login, each_way_of_not_getting_in_is_told_apart, TARGET_MYSQL, TARGETS);
	tcase_add_loop_test(login, a_server_that_never_speaks_is_given_up, TARGET_MYSQL, TARGETS);
	tcase_add_test(login, a_schema_may_have_any_name);
	tcase_add_test(login, a_socket_may_be_named_by_its_folder_or_as_the_host);
	tcase_add_loop_test(login, the_server_is_described, 0, TARGETS);
	tcase_add_loop_test(login, tls_with_the_right_authority_is_in_use, TARGET_MYSQL, TARGETS);
	tcase_add_loop_test(login, tls_with_a_wrong_authority_is_refused, TARGET_MYSQL, TARGETS);
	tcase_add_loop_test(login, tls_to_a_host_that_the_certificate_does_not_name_is_refused,
			    TARGET_MYSQL, TARGETS);
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
