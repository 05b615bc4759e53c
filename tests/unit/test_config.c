/* What config.json may hold: a text goes in, settings or an error with its place come out. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "config/config.h"
#include "config/section.h"
#include "config/source.h"

/* The texts below are written with ` for ", so that columns can be counted by eye. */
#define DB(keys)        "{`db`:{`default`:{" keys "}}}"
#define SERVER(keys)    DB("`driver`:`mysql`,`schema`:`test`," keys)
#define MIGRATION(keys) "{`extensions`:{`migration`:{" keys "}}}"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static struct config *parse_bytes(char *text, size_t length, const struct config_request *request,
				  mode_t mode, struct error *error)
{
	struct source source = {
		.name = (char[]){ "config.json" },
		.file = (char[]){ "/srv/shop/config.json" },
		.directory = (char[]){ "/srv/shop" },
		.text = text,
		.length = length,
		.mode = mode,
	};

	return config_parse(&source, request, error);
}

static struct config *parse(const char *text, const struct config_request *request,
			    struct error *error)
{
	char *json = strdup(text);
	struct config *config;

	for (char *at = json; (at = strchr(at, '`'));)
		*at = '"';
	config = parse_bytes(json, strlen(json), request, S_IFREG | 0600, error);
	free(json);
	return config;
}

static struct config *parse_well(const char *text)
{
	struct error error = { 0 };
	struct config *config = parse(text, &(struct config_request){ 0 }, &error);

	ck_assert_msg(config != NULL, "%s: %s (%s)", text, error.message, error.at);
	ck_assert_int_eq(error.code, ERROR_NONE);
	return config;
}

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

static const struct refusal {
	const char *text;
	const char *at;
	const char *message; /* a part of it */
	const char *next;    /* a part of the first one, or NULL */
} refusals[] = {
	/* malformed */
	{ "{`db`", "config.json:1:6", "ends before all brackets and quotes are closed", NULL },
	{ "{`db`:\n  {`x`:`y", "config.json:2:10", "ends before all brackets", NULL },
	{ "{`a`:1 `b`:2}", "config.json:1:8", "a comma or a closing bracket is missing", NULL },
	{ "{`a` 1}", "config.json:1:6", "a colon is missing", NULL },
	{ "{a:1}", "config.json:1:2", "a key in double quotes is missing", NULL },
	{ "{`a`:'x'}", "config.json:1:6", "double quotes", NULL },
	{ "{`a`:`x\n`}", "config.json:1:6", "a text is not closed on its line", NULL },
	{ "// all\n{}", "config.json:1:1", "no comments", NULL },
	{ "{\n\t`a`: 1, # one\n}", "config.json:2:10", "no comments", NULL },
	{ "{} {}", "config.json:1:4", "follows the closing bracket", NULL },
	{ "nonsense", "config.json:1:1", "must hold an object", NULL },
	{ "{`a`:`\\u0000`}", "config.json:1:6", "\\u0000 is not allowed", NULL },
	{ "{`a`:`\xff`}", "config.json:1:7", "not UTF-8", NULL },
	{ "{`\xc3\xa4\xc3\xb6`:\xff}", "config.json:1:7", "not UTF-8", NULL },
	/* trailing commas */
	{ "{`a`:1,}", "config.json:1:8", "a comma stands before the closing bracket", NULL },
	{ "{`a`:[1,\n]}", "config.json:2:1", "a comma stands before the closing bracket", NULL },
	{ "{`a`:1,,`b`:2}", "config.json:1:8", "two commas", NULL },
	/* empty */
	{ "", "config.json", "is empty", NULL },
	{ " \r\n\t ", "config.json", "is empty", NULL },
	/* byte order marks */
	{ "\xef\xbb\xbf{}", "config.json:1:1", "byte order mark", NULL },
	{ "\xff\xfe{", "config.json:1:1", "UTF-16", NULL },
	{ "\xfe\xff{", "config.json:1:1", "UTF-16", NULL },
	/* missing keys */
	{ "{}", "config.json", "no connection \"default\"", "add \"db\"" },
	{ "{`db`:{}}", "config.json", "no connection \"default\"", "add \"db\"" },
	{ DB(""), "config.json:1:18", "db.default.driver is missing", NULL },
	{ DB("`driver`:`mysql`"), "config.json:1:18", "db.default.schema is missing", NULL },
	{ DB("`driver`:`mysql`,`schema`:``"), "config.json:1:45", "schema is empty", NULL },
	/* wrong types */
	{ "[]", "config.json:1:1", "must hold an object", NULL },
	{ " \n [{}]", "config.json:2:2", "must hold an object", NULL },
	{ "{`db`:[]}", "config.json:1:7", "db must be an object, not an array", NULL },
	{ "{`db`:{`default`:null}}", "config.json:1:18", "db.default must be an object, not null",
	  NULL },
	{ "{`extensions`:1}", "config.json:1:15", "extensions must be an object, not a number",
	  NULL },
	{ "{`extensions`:{`migration`:`x`}}", "config.json:1:28",
	  "extensions.migration must be an object, not a text", NULL },
	{ DB("`driver`:1"), "config.json:1:28", "db.default.driver must be a text, not a number",
	  NULL },
	{ SERVER("`host`:true"), "config.json:1:59", "host must be a text, not true", NULL },
	{ SERVER("`port`:`3306`"), "config.json:1:59", "port must be a number, not a text", NULL },
	{ SERVER("`port`:3306.0"), "config.json:1:59", "not a number with a point", NULL },
	{ SERVER("`protected`:1"), "config.json:1:64", "must be true or false, not a number",
	  NULL },
	{ SERVER("`ssl`:true"), "config.json:1:58", "ssl must be an object, not true", NULL },
	{ SERVER("`ssl`:{`verify`:`no`}"), "config.json:1:68",
	  "db.default.ssl.verify must be true or false", NULL },
	{ MIGRATION("`plugins`:{}"), "config.json:1:39", "a directory or an array of them", NULL },
	{ MIGRATION("`plugins`:[]"), "config.json:1:39", "at least one directory", NULL },
	{ MIGRATION("`plugins`:[`a`,7]"), "config.json:1:44",
	  "plugins must be a text, not a number", NULL },
	{ MIGRATION("`plugins`:[`a`,``]"), "config.json:1:44", "plugins is empty", NULL },
	{ MIGRATION("`dump_after_run`:true"), "config.json:1:46", "must be a text, not true",
	  NULL },
	{ MIGRATION("`sources`:``"), "config.json:1:39", "sources is empty", NULL },
	{ MIGRATION("`lock_timeout`:true"), "config.json:1:44", "a time such as", NULL },
	{ MIGRATION("`lock_timeout`:1.5"), "config.json:1:44", "a time such as", NULL },
	/* bad values */
	{ MIGRATION("`lock_timeout`:`soon`"), "config.json:1:44", "cannot be \"soon\"", NULL },
	{ MIGRATION("`timeout`:-1"), "config.json:1:39", "cannot be \"-1\"", NULL },
	{ MIGRATION("`memory_limit`:`512 apples`"), "config.json:1:44", "a", NULL },
	{ MIGRATION("`memory_limit`:512"), "config.json:1:44", "at least 16 MiB", NULL },
	{ MIGRATION("`out_of_order`:`stopp`"), "config.json:1:44", "did you mean \"stop\"?", NULL },
	{ SERVER("`galera`:`all`"), "config.json:1:61", "known: single-writer", NULL },
	{ SERVER("`ssl`:{`cert`:`c.pem`}"), "config.json:1:58", "\"cert\" without \"key\"", NULL },
	{ SERVER("`ssl`:{`key`:`k.pem`}"), "config.json:1:58", "\"key\" without \"cert\"", NULL },
	{ SERVER("`password`:``,`password_file`:`p`"), "config.json:1:82",
	  "password_file and password are both given", NULL },
	{ DB("`driver`:`sqlite`,`schema`:`:memory:`"), "config.json:1:46", "must be a file", NULL },
	{ SERVER("`throttle`:{`lag`:`2s`}"), "config.json:1:63", "\"lag\" without \"replicas\"",
	  NULL },
	{ SERVER("`throttle`:{`replicas`:[`db2`]}"), "config.json:1:63",
	  "\"replicas\" without \"lag\"", NULL },
	{ SERVER("`throttle`:{`lag`:`2s`,`replicas`:[]}"), "config.json:1:86",
	  "at least one replica", NULL },
	{ SERVER("`throttle`:{`lag`:`2s`,`replicas`:`db2`}"), "config.json:1:86",
	  "db.default.throttle.replicas must be an array of addresses", NULL },
	{ SERVER("`throttle`:{`lag`:`2s`,`replicas`:[``]}"), "config.json:1:87", "empty address",
	  NULL },
	{ SERVER("`throttle`:{`running`:0}"), "config.json:1:74", "from 1 to 1000000, not 0",
	  NULL },
	{ DB("`driver`:`postgresql`,`schema`:`x`,`throttle`:{`lag`:1,`replicas`:[`db2`]}"),
	  "config.json:1:65", "has no use for", NULL },
	/* unknown keys */
	{ SERVER("`throttle`:{`max_lag`:1}"), "config.json:1:64", "did you mean \"lag\"?", NULL },
	{ "{`extension`:{}}", "config.json:1:2", "did you mean \"extensions\"?", "extensions, db" },
	{ "{`databases`:{}}", "config.json:1:2", "did you mean \"db\"?", NULL },
	{ "{`extensions`:{`migrations`:{}}}", "config.json:1:16", "did you mean \"migration\"?",
	  NULL },
	{ MIGRATION("`plugin`:`x`"), "config.json:1:29",
	  "\"plugin\" is not a known key of extensions.migration; did you mean \"plugins\"?",
	  NULL },
	{ MIGRATION("`lock-timeout`:`1s`"), "config.json:1:29", "did you mean \"lock_timeout\"?",
	  NULL },
	{ SERVER("\n  `hots`:`x`"), "config.json:2:3",
	  "\"hots\" is not a known key of db.default; did you mean \"host\"?", "driver, host" },
	{ SERVER("`Port`:1"), "config.json:1:52", "did you mean \"port\"?", NULL },
	{ SERVER("`database`:`x`"), "config.json:1:52", "did you mean \"schema\"?", NULL },
	{ SERVER("`username`:`x`"), "config.json:1:52", "did you mean \"user\"?", NULL },
	{ SERVER("`pass`:`x`"), "config.json:1:52", "did you mean \"password\"?", NULL },
	{ SERVER("`tls`:{}"), "config.json:1:52", "did you mean \"ssl\"?", NULL },
	{ SERVER("`ssl`:{`cafile`:`x`}"), "config.json:1:59",
	  "not a known key of db.default.ssl; did you mean \"ca\"?", NULL },
	{ SERVER("`\\u001b[31m`:`x`"), "config.json:1:52", "\"\\x1b[31m\" is not a known key",
	  NULL },
	{ SERVER("`p\\u006frt`:1,`zzz`:1"), "config.json:1:66", "\"zzz\" is not a known", NULL },
	/* keys of later versions */
	{ MIGRATION("`dump_when_done`:true"), "config.json:1:29", "is not a known key", NULL },
	{ SERVER("`read_only`:`x`"), "config.json:1:52", "is not a known key", NULL },
	/* one text for all of a connection */
	{ DB("`url`:`mysql://h/s`,`host`:`x`"), "config.json:1:46", "host is part of url", NULL },
	{ DB("`url`:`mysql://h`"), "config.json:1:25", "url names no database", NULL },
	{ DB("`url`:7"), "config.json:1:25", "url must be a text", NULL },
	{ DB("`url`:``"), "config.json:1:25", "url is empty", NULL },
	{ DB("`url`:`mysql://h/s`,`hosts`:`x`"), "config.json:1:39", "did you mean \"host\"?",
	  NULL },
	{ MIGRATION("`hooks`:{`before`:[``]}"), "config.json:1:47", "a list of words", NULL },
	/* duplicates */
	{ SERVER("`host`:`a`,\n\t`host`:`a`"), "config.json:2:2",
	  "the key \"host\" stands twice in one object", NULL },
	{ "{`db`:{},`extensions`:{},`db`:{}}", "config.json:1:26", "\"db\" stands twice", NULL },
	/* unknown drivers and aliases */
	{ DB("`driver`:`mysq`,`schema`:`x`"), "config.json:1:28", "did you mean \"mysql\"?", NULL },
	{ DB("`driver`:`dbase`,`schema`:`x`"), "config.json:1:28", "sqlite, mysql, mariadb", NULL },
	{ DB("`driver`:``,`schema`:`x`"), "config.json:1:28", "driver is empty", NULL },
	{ "{`db`:{`default`:{`driver`:`mysql`,`schema`:`x`},`b`:{`driver`:`dbase`}}}",
	  "config.json:1:64", "db.b.driver cannot be \"dbase\"", NULL },
	{ "{`db`:{`defualt`:{`driver`:`mysql`,`schema`:`x`}}}", "config.json",
	  "no connection \"default\" in \"db\"; did you mean \"defualt\"?", "known: \"defualt\"" },
	{ "{`extensions`:{`migration`:{`db`:`shop`}},\n"
	  "`db`:{`a`:{`driver`:`mysql`,`schema`:`x`},`b`:{`driver`:`mysql`,`schema`:`x`}}}",
	  "config.json:1:34", "no connection \"shop\"", "known: \"a\", \"b\"" },
	/* numbers */
	{ SERVER("`port`:1e999"), "config.json:1:59", "a number is too large", NULL },
	{ SERVER("`port`:99999999999999999999"), "config.json:1:59", "a number is too large",
	  NULL },
	{ SERVER("`port`:-1"), "config.json:1:59", "from 1 to 65535, not -1", NULL },
	{ SERVER("`port`:0"), "config.json:1:59", "from 1 to 65535, not 0", NULL },
	{ SERVER("`port`:70000"), "config.json:1:59", "from 1 to 65535, not 70000", NULL },
	{ MIGRATION("`timeout`:`99999999999999999999s`"), "config.json:1:39", "cannot be", NULL },
};

/* faults: 94 95 96 97 98 99 100 101 105 106 */
START_TEST(mistakes_are_told_with_their_place)
{
	const struct refusal *refusal = &refusals[_i];
	struct error error = { 0 };
	struct config *config = parse(refusal->text, &(struct config_request){ 0 }, &error);

	ck_assert_msg(!config, "accepted: %s", refusal->text);
	ck_assert_int_eq(error.code, ERROR_CONFIG);
	ck_assert_int_eq(error_exit_code(&error), 3);
	ck_assert_msg(strstr(error.message, refusal->message), "%s: %s", refusal->text,
		      error.message);
	ck_assert_msg(!strcmp(error.at, refusal->at), "%s: %s, %s", refusal->text, error.at,
		      error.message);
	if (refusal->next)
		ck_assert_msg(error.next[0] && strstr(error.next[0], refusal->next), "%s: %s",
			      refusal->text, error.next[0]);
	error_finish(&error);
}
END_TEST

/* Each key is known beside a url: taken, or said to be part of it. */
START_TEST(every_key_of_a_connection_is_known_beside_a_url)
{
	for (const struct key *key = connection_keys; key->name; key++) {
		struct error error = { 0 };
		char text[160];
		struct config *config;

		if (strcmp(key->name, "url") == 0)
			continue;
		snprintf(text, sizeof text, DB("`url`:`mysql://h/s`,`%s`:7"), key->name);
		config = parse(text, &(struct config_request){ 0 }, &error);
		ck_assert_msg(config || !strstr(error.message, "is not a known key"), "%s: %s",
			      key->name, error.message);
		config_destroy(config);
		error_finish(&error);
	}
}
END_TEST

/* faults: 102 */
START_TEST(nul_byte_is_told_with_its_place)
{
	char text[] = "{\n \"db\0\": {} }";
	struct error error = { 0 };

	ck_assert_ptr_null(
		parse_bytes(text, sizeof text - 1, &(struct config_request){ 0 }, 0600, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "NUL byte"));
	ck_assert_str_eq(error.at, "config.json:2:5");
	error_finish(&error);
}
END_TEST

static const char *const deep[] = { "[", "{\"db\":", "[{\"a\":" };

/* faults: 103 */
START_TEST(deep_nesting_is_refused)
{
	enum { DEPTH = 100000 };
	const size_t length = strlen(deep[_i]);
	char *text = malloc(DEPTH * length + 1);
	struct error error = { 0 };

	for (size_t i = 0; i < DEPTH; i++)
		memcpy(text + i * length, deep[_i], length + 1);
	ck_assert_ptr_null(
		parse_bytes(text, DEPTH * length, &(struct config_request){ 0 }, 0600, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "nested too deeply"));
	error_finish(&error);
	free(text);
}
END_TEST

START_TEST(original_configuration_is_accepted)
{
	struct config *config = parse_well(
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
	struct config *config = parse_well(DB("`driver`:`mysql`,`schema`:`test`"));

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
	struct config *config = parse_well(
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
	struct config *config = parse_well(
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
	struct config *config = parse_well(SERVER("`ssl`:{}"));

	ck_assert(config->connection->ssl && config->connection->ssl_verify);
	config_destroy(config);
}
END_TEST

START_TEST(plugins_may_be_one_text)
{
	struct config *config = parse_well("{`extensions`:{`migration`:{`plugins`:`deploy`}},"
					   "`db`:{`default`:{`driver`:`mysql`,`schema`:`x`}}}");

	ck_assert_uint_eq(config->plugin_count, 1);
	ck_assert_str_eq(config->plugins[0], "/srv/shop/deploy");
	config_destroy(config);
}
END_TEST

/* faults: 105 */
START_TEST(line_ends_of_windows_are_accepted)
{
	config_destroy(parse_well("{\r\n`db`: {\r\n`default`: {`driver`: `mysql`,\r\n"
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
	struct config *config = parse("{`db`:{`default`:{`driver`:`mysql`,`schema`:`x`},"
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

/* faults: 101 */
START_TEST(misspelt_alias_on_the_command_line_is_an_unknown_name)
{
	struct error error = { 0 };

	ck_assert_ptr_null(parse(DB("`driver`:`mysql`,`schema`:`x`"),
				 &(struct config_request){ .db = "defautl" }, &error));
	ck_assert_int_eq(error.code, ERROR_UNKNOWN_NAME);
	ck_assert_int_eq(error_exit_code(&error), 2);
	ck_assert_ptr_nonnull(strstr(error.message, "did you mean \"default\"?"));
	ck_assert_str_eq(error.next[0], "the connections known: \"default\"");
	error_finish(&error);
}
END_TEST

START_TEST(command_without_database_needs_no_connection)
{
	const struct config_request request = { .without_database = true };
	struct error error = { 0 };
	struct config *config = parse("{}", &request, &error);

	ck_assert_ptr_nonnull(config);
	ck_assert_ptr_null(config->connection);
	ck_assert_str_eq(config->plugins[0], "/srv/shop/plugins");
	config_destroy(config);
	config = parse(SERVER("`password`:`${GLIM_TEST_UNSET}`"), &request, &error);
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
	config = parse_well(
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
	struct config *config =
		parse_well("{`db`:{`default`:{`driver`:`mysql`,`schema`:`x`},`b`:{`driver`:`${GLIM_"
			   "TEST_UNSET}`,"
			   "`schema`:`${GLIM_TEST_UNSET}`,`galera`:`${GLIM_TEST_UNSET}`,"
			   "`password_file`:`/nowhere/at/all`}}}");

	ck_assert_str_eq(config->connections[1].schema, "${GLIM_TEST_UNSET}");
	ck_assert_ptr_null(config->connections[1].module);
	config_destroy(config);
}
END_TEST

static const struct {
	const char *text;
	enum error_code code;
	const char *at, *message;
} bad_variables[] = {
	{ SERVER("`host`:`${GLIM_TEST_UNSET}`"), ERROR_CONFIG, "config.json:1:59",
	  "db.default.host needs the environment variable \"GLIM_TEST_UNSET\", which is not set" },
	{ SERVER("`password`:`${GLIM_TEST_UNSET}`"), ERROR_SECRET, "config.json:1:63",
	  "db.default.password needs the environment variable \"GLIM_TEST_UNSET\"" },
	{ SERVER("`password`:`${GLIM_TEST_BYTES}`"), ERROR_SECRET, "config.json:1:63",
	  "\"GLIM_TEST_BYTES\", which is not UTF-8" },
	{ DB("`driver`:`mysql`,`schema`:`${GLIM_TEST_EMPTY}`"), ERROR_CONFIG, "config.json:1:45",
	  "schema is empty" },
	{ SERVER("`host`:`${GLIM`"), ERROR_CONFIG, "config.json:1:59", "a ${ without its }" },
	{ SERVER("`host`:`${a b}`"), ERROR_CONFIG, "config.json:1:59", "names no variable" },
	{ MIGRATION("`db`:`${GLIM_TEST_UNSET}`"), ERROR_CONFIG, "config.json:1:34", "not set" },
	{ MIGRATION("`plugins`:[`a`,`${GLIM_TEST_UNSET}`]"), ERROR_CONFIG, "config.json:1:44",
	  "extensions.migration.plugins needs" },
};

/* faults: 108 */
START_TEST(unusable_variables_are_told_with_their_place)
{
	struct error error = { 0 };

	unsetenv("GLIM_TEST_UNSET");
	setenv("GLIM_TEST_EMPTY", "", 1);
	setenv("GLIM_TEST_BYTES", "a\xff\xfe", 1);
	ck_assert_ptr_null(parse(bad_variables[_i].text, &(struct config_request){ 0 }, &error));
	ck_assert_int_eq(error.code, bad_variables[_i].code);
	ck_assert_str_eq(error.at, bad_variables[_i].at);
	ck_assert_msg(strstr(error.message, bad_variables[_i].message), "%s", error.message);
	error_finish(&error);
}
END_TEST

/* Each is wrong near, or in, a password. */
static const char *const leaks[] = {
	SERVER("`password`:`hunter2\n`"),
	SERVER("`password`:`hunter2` `user`"),
	SERVER("`password`:hunter2"),
	SERVER("`password`:`hunter2`,`password`:`hunter2`"),
	SERVER("`password`:`hunter2${a hunter2}`"),
	SERVER("`password`:`hunter2${hunter2`"),
	SERVER("`password`:[`hunter2`]"),
	SERVER("`password`:`hunter2`,`password_file`:`x`"),
	SERVER("`password`:`hunter2`,`port`:0"),
};

/* faults: 110 */
START_TEST(password_is_never_in_an_error)
{
	struct error error = { 0 };

	ck_assert_ptr_null(parse(leaks[_i], &(struct config_request){ 0 }, &error));
	ck_assert_ptr_null(strstr(error.message, "hunter2"));
	ck_assert_ptr_null(strstr(error.at, "hunter2"));
	ck_assert_ptr_null(error.says);
	for (int i = 0; i < ERROR_NEXT_LINES && error.next[i]; i++)
		ck_assert_ptr_null(strstr(error.next[i], "hunter2"));
	error_finish(&error);
}
END_TEST

START_TEST(description_names_sources_and_masks_passwords)
{
	struct config *config = parse_well(
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
		parse_well(DB("`driver`:`sqlite`,`schema`:`x.db`,`host`:`h`,`user`:``,`port`:1"));

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
	config = parse_bytes(text, strlen(text), &(struct config_request){ 0 },
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
	config = parse_bytes(text, length, &(struct config_request){ .db = "a1999" }, 0600, &error);
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
	TCase *bad = tcase_create("refused");
	TCase *good = tcase_create("accepted");

	tcase_add_loop_test(bad, mistakes_are_told_with_their_place, 0, COUNT(refusals));
	tcase_add_test(bad, nul_byte_is_told_with_its_place);
	tcase_add_test(bad, every_key_of_a_connection_is_known_beside_a_url);
	tcase_add_loop_test(bad, deep_nesting_is_refused, 0, COUNT(deep));
	tcase_add_test(bad, misspelt_alias_on_the_command_line_is_an_unknown_name);
	tcase_add_loop_test(bad, unusable_variables_are_told_with_their_place, 0,
			    COUNT(bad_variables));
	tcase_add_loop_test(bad, password_is_never_in_an_error, 0, COUNT(leaks));
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
	suite_add_tcase(suite, bad);
	suite_add_tcase(suite, good);
	return suite;
}
