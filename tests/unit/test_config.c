/* What config.json may hold: a text goes in, settings come out. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "given_config.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static const char *line_of(const struct config *config, const char *key, bool wants_source)
{
	static char found[200];
	size_t count;
	struct config_line *lines = config_describe(config, &count);

	*found = '\0';
	for (size_t i = 0; i < count; i++)
		if (!strcmp(lines[i].key, key))
			snprintf(found, sizeof found, "%s",
				 wants_source ? lines[i].source : lines[i].value);
	config_lines_destroy(lines, count);
	return found;
}

#define assert_line(config, key, value, source)                                                    \
	ck_assert_str_eq(line_of(config, key, false), value);                                      \
	ck_assert_str_eq(line_of(config, key, true), source)

START_TEST(original_configuration_is_accepted)
{
	struct config *config = given_config(
		"{`extensions`:{`migration`:{`db`:`default`}},`db`:{`default`:{`driver`:`mysql`,"
		"`host`:`localhost`,`schema`:`test`,`user`:`root`,`password`:``}}}");
	const struct connection *connection = config->connection;

	ck_assert_str_eq(connection->alias, "default");
	ck_assert_str_eq(connection->driver, "mysql");
	ck_assert_str_eq(connection->module, "mysql");
	ck_assert_str_eq(connection->host, "localhost");
	ck_assert_str_eq(connection->schema, "test");
	ck_assert_str_eq(connection->user, "root");
	ck_assert_str_eq(connection->password, "");
	ck_assert_int_eq(connection->port, 0);
	ck_assert(!connection->ssl && !connection->is_protected);
	ck_assert_str_eq(connection->place, "config.json:1:52");
	ck_assert_uint_eq(config->warning_count, 0);
	config_destroy(config);
}
END_TEST

START_TEST(missing_extensions_mean_defaults)
{
	struct config *config = given_config(DB("`driver`:`mysql`,`schema`:`test`"));

	ck_assert_str_eq(config->file, "/srv/shop/config.json");
	ck_assert_str_eq(config->db, "default");
	ck_assert_uint_eq(config->plugin_count, 1);
	ck_assert_str_eq(config->plugins[0], "/srv/shop/plugins");
	ck_assert_str_eq(config->sources, "/srv/shop/migrations");
	ck_assert_ptr_null(config->archive);
	ck_assert_int_eq(config->lock_timeout, 60000000);
	ck_assert_int_eq(config->statement_timeout, 0);
	ck_assert_int_eq(config->timeout, 0);
	ck_assert_uint_eq(config->memory_limit, 0);
	ck_assert(!config->out_of_order_stops);
	config_destroy(config);
}
END_TEST

START_TEST(every_key_of_extensions_is_stored)
{
	struct config *config = given_config(
		"{`extensions`:{`migration`:{`db`:`b`,`plugins`:[`p`,`/opt/q`,`./r`],"
		"`sources`:`src`,`archive`:`old`,`lock_timeout`:`5s`,`statement_timeout`:`1h`,"
		"`timeout`:90,`memory_limit`:`512M`,`out_of_order`:`stop`}},"
		"`db`:{`a`:{`driver`:`sqlite`,`schema`:`a.db`},"
		"`b`:{`driver`:`sqlite`,`schema`:`./b.db`}}}");

	ck_assert_str_eq(config->db, "b");
	ck_assert_uint_eq(config->plugin_count, 3);
	ck_assert_str_eq(config->plugins[0], "/srv/shop/p");
	ck_assert_str_eq(config->plugins[1], "/opt/q");
	ck_assert_str_eq(config->plugins[2], "/srv/shop/r");
	ck_assert_str_eq(config->sources, "/srv/shop/src");
	ck_assert_str_eq(config->archive, "/srv/shop/old");
	ck_assert_int_eq(config->lock_timeout, 5000000);
	ck_assert_int_eq(config->statement_timeout, 3600000000);
	ck_assert_int_eq(config->timeout, 90000000);
	ck_assert_uint_eq(config->memory_limit, 512 << 20);
	ck_assert(config->out_of_order_stops);
	ck_assert_uint_eq(config->connection_count, 2);
	ck_assert_str_eq(config->connection->alias, "b");
	ck_assert_str_eq(config->connection->schema, "/srv/shop/b.db");
	config_destroy(config);
}
END_TEST

START_TEST(every_key_of_a_connection_is_stored)
{
	struct config *config = given_config(
		SERVER("`host`:`db1`,`port`:3307,`socket`:`run/s`,`user`:`u`,`password`:`p`,"
		       "`ssl`:{`ca`:`ca.pem`,`cert`:`/c.pem`,`key`:`k.pem`,`verify`:false},"
		       "`protected`:true,`galera`:`single-writer`,"
		       "`throttle`:{`lag`:`1500ms`,`replicas`:[`db2`,`db3:3307`],`running`:50}"));
	const struct connection *connection = config->connection;

	ck_assert_str_eq(connection->host, "db1");
	ck_assert_int_eq(connection->port, 3307);
	ck_assert_str_eq(connection->socket, "/srv/shop/run/s");
	ck_assert_str_eq(connection->user, "u");
	ck_assert_str_eq(connection->password, "p");
	ck_assert(connection->ssl && !connection->ssl_verify);
	ck_assert_str_eq(connection->ssl_ca, "/srv/shop/ca.pem");
	ck_assert_str_eq(connection->ssl_cert, "/c.pem");
	ck_assert_str_eq(connection->ssl_key, "/srv/shop/k.pem");
	ck_assert(connection->is_protected);
	ck_assert_str_eq(connection->galera, "single-writer");
	ck_assert_int_eq(connection->throttle.lag, 1500000);
	ck_assert_uint_eq(connection->throttle.replica_count, 2);
	ck_assert_str_eq(connection->throttle.replicas[1], "db3:3307");
	ck_assert_uint_eq(connection->throttle.running, 50);
	ck_assert_uint_eq(config->warning_count, 0);
	config_destroy(config);
}
END_TEST

START_TEST(ssl_verifies_unless_switched_off)
{
	struct config *config = given_config(SERVER("`ssl`:{}"));

	ck_assert(config->connection->ssl && config->connection->ssl_verify);
	config_destroy(config);
}
END_TEST

START_TEST(plugins_may_be_one_text)
{
	struct config *config = given_config("{`extensions`:{`migration`:{`plugins`:`deploy`}},"
					     "`db`:{`default`:{`driver`:`mysql`,`schema`:`x`}}}");

	ck_assert_uint_eq(config->plugin_count, 1);
	ck_assert_str_eq(config->plugins[0], "/srv/shop/deploy");
	config_destroy(config);
}
END_TEST

/* faults: 105 */
START_TEST(line_ends_of_windows_are_accepted)
{
	config_destroy(given_config("{\r\n`db`: {\r\n`default`: {`driver`: `mysql`,\r\n"
				    "`schema`: `test`}\r\n}\r\n}\r\n"));
}
END_TEST

START_TEST(command_line_overrides_the_file)
{
	const char *const plugins[] = { "/opt/a", "/opt/b" };
	const int64_t lock_timeout = 1500000, statement_timeout = 9000000;
	const struct config_request request = {
		.db = "b",
		.plugins = plugins,
		.plugin_count = 2,
		.lock_timeout = &lock_timeout,
		.statement_timeout = &statement_timeout,
	};
	struct error error = { 0 };
	struct config *config = given_config_try("{`db`:{`default`:{`driver`:`mysql`,`schema`:`x`},"
						 "`b`:{`driver`:`mysql`,`schema`:`y`}}}",
						 &request, &error);

	ck_assert_ptr_nonnull(config);
	ck_assert_str_eq(config->connection->schema, "y");
	ck_assert_uint_eq(config->plugin_count, 2);
	ck_assert_str_eq(config->plugins[1], "/opt/b");
	ck_assert_int_eq(config->lock_timeout, lock_timeout);
	ck_assert_int_eq(config->statement_timeout, statement_timeout);
	assert_line(config, "extensions.migration.db", "b", "--db");
	assert_line(config, "extensions.migration.plugins", "/opt/a, /opt/b", "--plugins");
	assert_line(config, "extensions.migration.lock_timeout", "1500000us", "--lock-timeout");
	assert_line(config, "extensions.migration.statement_timeout", "9s", "--statement-timeout");
	config_destroy(config);
}
END_TEST

START_TEST(command_without_database_needs_no_connection)
{
	const struct config_request request = { .without_database = true };
	struct error error = { 0 };
	struct config *config = given_config_try("{}", &request, &error);

	ck_assert_ptr_nonnull(config);
	ck_assert_ptr_null(config->connection);
	ck_assert_str_eq(config->plugins[0], "/srv/shop/plugins");
	config_destroy(config);
	config = given_config_try(SERVER("`password`:`${GLIM_TEST_UNSET}`"), &request, &error);
	ck_assert_ptr_nonnull(config);
	ck_assert_ptr_null(config->connection);
	config_destroy(config);
}
END_TEST

START_TEST(variables_are_taken_from_the_environment)
{
	struct config *config;

	setenv("GLIM_TEST_HOST", "db7", 1);
	setenv("GLIM_TEST_EMPTY", "", 1);
	config = given_config(
		"{`extensions`:{`migration`:{`plugins`:[`/x/${GLIM_TEST_HOST}`]}},`db`:{`default`:{"
		"`driver`:`mysql`,`schema`:`x`,`host`:`${GLIM_TEST_HOST}.lan`,"
		"`user`:`$${GLIM_TEST_HOST}`,`password`:`${GLIM_TEST_EMPTY}`}}}");
	ck_assert_str_eq(config->plugins[0], "/x/db7");
	ck_assert_str_eq(config->connection->host, "db7.lan");
	ck_assert_str_eq(config->connection->user, "${GLIM_TEST_HOST}");
	ck_assert_str_eq(config->connection->password, "");
	assert_line(config, "db.default.host", "db7.lan", "config.json:1:120, environment");
	config_destroy(config);
}
END_TEST

START_TEST(only_the_chosen_connection_is_expanded)
{
	struct config *config = given_config(
		"{`db`:{`default`:{`driver`:`mysql`,`schema`:`x`},`b`:{`driver`:`${GLIM_"
		"TEST_UNSET}`,"
		"`schema`:`${GLIM_TEST_UNSET}`,`galera`:`${GLIM_TEST_UNSET}`,"
		"`password_file`:`/nowhere/at/all`}}}");

	ck_assert_str_eq(config->connections[1].schema, "${GLIM_TEST_UNSET}");
	ck_assert_ptr_null(config->connections[1].module);
	config_destroy(config);
}
END_TEST

START_TEST(description_names_sources_and_masks_passwords)
{
	struct config *config = given_config(
		"{`db`:{`default`:{`driver`:`mysql`,`schema`:`x`,`password`:`hunter2`,\n"
		"`port`:3307,`ssl`:{}},`b`:{`driver`:`mysql`,`schema`:`y`,`password`:``}}}");

	assert_line(config, "extensions.migration.db", "default", "default");
	assert_line(config, "extensions.migration.plugins", "/srv/shop/plugins", "default");
	assert_line(config, "extensions.migration.timeout", "none", "default");
	assert_line(config, "db.default.schema", "x", "config.json:1:45");
	assert_line(config, "db.default.password", "********", "config.json:1:60");
	assert_line(config, "db.default.port", "3307", "config.json:2:8");
	assert_line(config, "db.default.ssl.verify", "true", "default");
	assert_line(config, "db.b.password", "(empty)", "config.json:2:69");
	assert_line(config, "db.default.host", "", "");
	config_destroy(config);
}
END_TEST

START_TEST(keys_that_a_file_database_ignores_are_warned_of)
{
	struct config *config =
		given_config(DB("`driver`:`sqlite`,`schema`:`x.db`,`host`:`h`,`user`:``,`port`:1"));

	ck_assert_uint_eq(config->warning_count, 1);
	ck_assert_str_eq(config->warnings[0],
			 "db.default: the driver sqlite has no use for host, port");
	config_destroy(config);
}
END_TEST

static const struct {
	const char *text;
	mode_t mode;
	size_t warnings;
} readable[] = {
	{ "{\"db\":{\"default\":{\"driver\":\"mysql\",\"schema\":\"x\",\"password\":\"p\"}}}", 0644,
	  1 },
	{ "{\"db\":{\"default\":{\"driver\":\"mysql\",\"schema\":\"x\",\"password\":\"p\"}}}", 0640,
	  0 },
	{ "{\"db\":{\"default\":{\"driver\":\"mysql\",\"schema\":\"x\",\"password\":\"\"}}}", 0644,
	  0 },
	{ "{\"db\":{\"default\":{\"driver\":\"mysql\",\"schema\":\"x\","
	  "\"password\":\"${GLIM_TEST_WORD}\"}}}",
	  0644, 0 },
	{ "{\"db\":{\"default\":{\"driver\":\"mysql\",\"schema\":\"x\"},"
	  "\"b\":{\"driver\":\"mysql\",\"schema\":\"x\",\"password\":\"p\"}}}",
	  0644, 1 },
};

/* faults: 107 */
START_TEST(password_that_everyone_can_read_is_warned_of)
{
	char *text = strdup(readable[_i].text);
	struct error error = { 0 };
	struct config *config;

	setenv("GLIM_TEST_WORD", "p", 1);
	config = given_config_bytes(text, strlen(text), &(struct config_request){ 0 },
				    S_IFREG | readable[_i].mode, &error);
	ck_assert_ptr_nonnull(config);
	ck_assert_uint_eq(config->warning_count, readable[_i].warnings);
	if (config->warning_count)
		ck_assert_ptr_nonnull(strstr(config->warnings[0], "chmod 640 config.json"));
	config_destroy(config);
	free(text);
}
END_TEST

START_TEST(many_connections_are_read_in_order)
{
	enum { MANY = 2000 };
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);
	struct error error = { 0 };
	struct config *config;

	fputs("{\"db\":{", stream);
	for (int i = 0; i < MANY; i++)
		fprintf(stream, "%s\n\"a%d\":{\"schema\":\"s%d\",\"driver\":\"mysql\"}",
			i ? "," : "", i, i);
	fputs("}}", stream);
	fclose(stream);
	config = given_config_bytes(text, length, &(struct config_request){ .db = "a1999" }, 0600,
				    &error);
	ck_assert_ptr_nonnull(config);
	ck_assert_uint_eq(config->connection_count, MANY);
	ck_assert_str_eq(config->connection->schema, "s1999");
	ck_assert_str_eq(config->connection->place, "config.json:2001:1");
	assert_line(config, "db.a7.schema", "s7", "config.json:9:16");
	config_destroy(config);
	free(text);
}
END_TEST

Suite *config_suite(void);
Suite *config_suite(void)
{
	Suite *suite = suite_create("config");
	TCase *good = tcase_create("accepted");

	tcase_add_test(good, original_configuration_is_accepted);
	tcase_add_test(good, missing_extensions_mean_defaults);
	tcase_add_test(good, every_key_of_extensions_is_stored);
	tcase_add_test(good, every_key_of_a_connection_is_stored);
	tcase_add_test(good, ssl_verifies_unless_switched_off);
	tcase_add_test(good, plugins_may_be_one_text);
	tcase_add_test(good, line_ends_of_windows_are_accepted);
	tcase_add_test(good, command_line_overrides_the_file);
	tcase_add_test(good, command_without_database_needs_no_connection);
	tcase_add_test(good, variables_are_taken_from_the_environment);
	tcase_add_test(good, only_the_chosen_connection_is_expanded);
	tcase_add_test(good, description_names_sources_and_masks_passwords);
	tcase_add_test(good, keys_that_a_file_database_ignores_are_warned_of);
	tcase_add_loop_test(good, password_that_everyone_can_read_is_warned_of, 0, COUNT(readable));
	tcase_add_test(good, many_connections_are_read_in_order);
	suite_add_tcase(suite, good);
	return suite;
}
