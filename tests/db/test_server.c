/* Servers with odd settings, and one that dies. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "second_server.h"
#include "skip.h"
#include "target.h"

static struct second_server second;

static void start_second(void)
{
	second_server_start(&second, "-- --read-only --skip-ssl --max-connections=10 "
				     "--autocommit=0 --max-statement-time=7 "
				     "--sql-mode=ANSI_QUOTES,NO_BACKSLASH_ESCAPES "
				     "--idle-transaction-timeout=3 --default-time-zone=+05:00 "
				     "--init-connect='SET completion_type = CHAIN, NAMES latin1'");
}

static bool has_second(void)
{
	if (!second.directory)
		test_skip("no server: GLIM_TEST_MYSQL_SOCKET is not set");
	return second.directory != NULL;
}

static void stop_second(void)
{
	second_server_stop(&second);
}

static struct driver_settings second_settings(void)
{
	return (struct driver_settings){ .host = "127.0.0.1",
					 .port = second.port,
					 .user = second.user,
					 .password = second.password,
					 .schema = second.schema };
}

/* faults: 123 */
START_TEST(a_read_only_server_is_for_readers)
{
	struct driver_settings settings = second_settings();
	struct target target = { .driver = NULL };
	struct failure failure;

	if (!has_second())
		return;
	target_expect_refused(TARGET_MYSQL, &settings, FAILURE_READ_ONLY);
	settings.reading = true;
	target.driver = target_driver(TARGET_MYSQL);
	target.settings = settings;
	target.session = target_session(&target);
	ck_assert_int_eq(target_number(&target, "SELECT 1"), 1);
	failure = target_fails(&target, "CREATE TABLE t (a INTEGER)");
	ck_assert_int_eq(failure.kind, FAILURE_READ_ONLY);
	failure_finish(&failure);
	target.driver->close(target.session);
}
END_TEST

static const struct {
	const char *variable, *value;
} variables[] = {
	{ "autocommit", "1" },
	{ "completion_type", "NO_CHAIN" },
	{ "time_zone", "+00:00" },
	{ "character_set_client", "utf8mb4" },
	{ "character_set_connection", "utf8mb4" },
	{ "character_set_results", "utf8mb4" },
	{ "lock_wait_timeout", "5" },
	{ "innodb_lock_wait_timeout", "10" },
	{ "wait_timeout", "60" },
	{ "max_statement_time", "0" },
	{ "idle_transaction_timeout", "0" },
};

/* faults: 131 132 134 */
START_TEST(a_session_is_the_same_whatever_the_servers_defaults_are)
{
	struct target target = { .settings = second_settings() };

	if (!has_second())
		return;
	target.driver = target_driver(TARGET_MYSQL);
	target.settings.reading = true;
	target.session = target_session(&target);
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		char *sql = memory_format("SELECT @@%s", variables[i].variable);
		char *value = target_text(&target, sql);

		ck_assert_msg(strcmp(value, variables[i].value) == 0, "%s is %s",
			      variables[i].variable, value);
		free(sql);
		free(value);
	}
	char *text = target_text(&target, "SELECT \"a\\\"b\"");
	ck_assert_str_eq(text, "a\"b");
	free(text);
	target.driver->close(target.session);
}
END_TEST

/* faults: 122 */
START_TEST(a_server_without_tls_is_refused_where_tls_is_configured)
{
	struct driver_settings settings = second_settings();

	if (!has_second())
		return;
	settings.reading = true;
	settings.ssl = true;
	for (int verify = 0; verify < 2; verify++) {
		settings.ssl_verify = verify;
		target_expect_refused(TARGET_MYSQL, &settings, FAILURE_REFUSED);
	}
}
END_TEST

/* faults: 124 */
START_TEST(a_server_without_a_free_connection_is_worth_another_try)
{
	enum { SESSIONS = 12 };
	struct driver_settings settings = second_settings();
	struct session *sessions[SESSIONS] = { NULL };
	struct failure failure = { 0 };
	size_t count = 0;

	if (!has_second())
		return;
	settings.reading = true;
	while (count < SESSIONS && !failure.kind)
		sessions[count++] = target_driver(TARGET_MYSQL)->open(&settings, &failure);
	ck_assert_int_eq(failure.kind, FAILURE_CONNECT);
	ck_assert_int_eq(failure.native, 1040);
	ck_assert_ptr_nonnull(strstr(failure.hint, "max_connections"));
	for (size_t i = 0; i < count; i++)
		target_driver(TARGET_MYSQL)->close(sessions[i]);
	failure_finish(&failure);
}
END_TEST

/* faults: 115 128 */
START_TEST(a_server_that_dies_is_lost_and_then_not_there)
{
	struct target target = { .settings = second_settings() };
	struct failure failure;

	if (!has_second())
		return;
	target.driver = target_driver(TARGET_MYSQL);
	target.settings.reading = true;
	target.session = target_session(&target);
	second_server_kill(&second);
	failure = target_fails(&target, "SELECT 1");
	ck_assert_int_eq(failure.kind, FAILURE_LOST);
	failure_finish(&failure);
	target.driver->close(target.session);
	target_expect_refused(TARGET_MYSQL, &target.settings, FAILURE_CONNECT);
	target.settings.port = 0;
	target.settings.socket = second.socket;
	target_expect_refused(TARGET_MYSQL, &target.settings, FAILURE_CONNECT);
}
END_TEST

static TCase *second_case(void)
{
	TCase *odd = tcase_create("a server of its own");

	tcase_add_unchecked_fixture(odd, start_second, stop_second);
	tcase_set_timeout(odd, 60);
	tcase_add_test(odd, a_read_only_server_is_for_readers);
	tcase_add_test(odd, a_session_is_the_same_whatever_the_servers_defaults_are);
	tcase_add_test(odd, a_server_without_tls_is_refused_where_tls_is_configured);
	tcase_add_test(odd, a_server_without_a_free_connection_is_worth_another_try);
	tcase_add_test(odd, a_server_that_dies_is_lost_and_then_not_there);
	return odd;
}

Suite *server_suite(void);

Suite *server_suite(void)
{
	Suite *suite = suite_create("server");

	suite_add_tcase(suite, second_case());
	return suite;
}
