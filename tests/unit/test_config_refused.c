/* What config.json may not hold: each mistake is told with its place. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/section.h"
#include "given_config.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

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
	struct config *config =
		given_config_try(refusal->text, &(struct config_request){ 0 }, &error);

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
		config = given_config_try(text, &(struct config_request){ 0 }, &error);
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

	ck_assert_ptr_null(given_config_bytes(text, sizeof text - 1, &(struct config_request){ 0 },
					      0600, &error));
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
	ck_assert_ptr_null(given_config_bytes(text, DEPTH * length, &(struct config_request){ 0 },
					      0600, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "nested too deeply"));
	error_finish(&error);
	free(text);
}
END_TEST

/* faults: 101 */
START_TEST(misspelt_alias_on_the_command_line_is_an_unknown_name)
{
	struct error error = { 0 };

	ck_assert_ptr_null(given_config_try(DB("`driver`:`mysql`,`schema`:`x`"),
					    &(struct config_request){ .db = "defautl" }, &error));
	ck_assert_int_eq(error.code, ERROR_UNKNOWN_NAME);
	ck_assert_int_eq(error_exit_code(&error), 2);
	ck_assert_ptr_nonnull(strstr(error.message, "did you mean \"default\"?"));
	ck_assert_str_eq(error.next[0], "the connections known: \"default\"");
	error_finish(&error);
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
	ck_assert_ptr_null(
		given_config_try(bad_variables[_i].text, &(struct config_request){ 0 }, &error));
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

	ck_assert_ptr_null(given_config_try(leaks[_i], &(struct config_request){ 0 }, &error));
	ck_assert_ptr_null(strstr(error.message, "hunter2"));
	ck_assert_ptr_null(strstr(error.at, "hunter2"));
	ck_assert_ptr_null(error.says);
	for (int i = 0; i < ERROR_NEXT_LINES && error.next[i]; i++)
		ck_assert_ptr_null(strstr(error.next[i], "hunter2"));
	error_finish(&error);
}
END_TEST

Suite *config_refused_suite(void);
Suite *config_refused_suite(void)
{
	Suite *suite = suite_create("config refused");
	TCase *bad = tcase_create("refused");

	tcase_add_loop_test(bad, mistakes_are_told_with_their_place, 0, COUNT(refusals));
	tcase_add_test(bad, every_key_of_a_connection_is_known_beside_a_url);
	tcase_add_test(bad, nul_byte_is_told_with_its_place);
	tcase_add_loop_test(bad, deep_nesting_is_refused, 0, COUNT(deep));
	tcase_add_test(bad, misspelt_alias_on_the_command_line_is_an_unknown_name);
	tcase_add_loop_test(bad, unusable_variables_are_told_with_their_place, 0,
			    COUNT(bad_variables));
	tcase_add_loop_test(bad, password_is_never_in_an_error, 0, COUNT(leaks));
	suite_add_tcase(suite, bad);
	return suite;
}
