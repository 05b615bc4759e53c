/* A connection as one URL. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/connection_url.h"
#include "config/section.h"
#include "config/url.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static const struct {
	const char *text;
	struct url url; /* texts are borrowed */
	const char *shown;
} urls[] = {
	{ "mysql://ana:secret@db1:3307/shop",
	  { .scheme = (char *)"mysql",
	    .user = (char *)"ana",
	    .password = (char *)"secret",
	    .host = (char *)"db1",
	    .port = 3307,
	    .path = (char *)"/shop" },
	  "mysql://ana:********@db1:3307/shop" },
	{ "MySQL://db1/",
	  { .scheme = (char *)"mysql", .host = (char *)"db1", .path = (char *)"/" },
	  "mysql://db1/" },
	{ "mysql://a%40b:p%3a%2f@[::1]:1/x%20y?socket=%2Frun&b=",
	  { .scheme = (char *)"mysql",
	    .user = (char *)"a@b",
	    .password = (char *)"p:/",
	    .host = (char *)"::1",
	    .port = 1,
	    .path = (char *)"/x y",
	    .count = 2 },
	  "mysql://a@b:********@[::1]:1/x y?socket=/run&b=" },
	{ "mysql://a:p@ss@h/x",
	  { .scheme = (char *)"mysql",
	    .user = (char *)"a",
	    .password = (char *)"p@ss",
	    .host = (char *)"h",
	    .path = (char *)"/x" },
	  "mysql://a:********@h/x" },
	{ "sqlite:shop.db#x",
	  { .scheme = (char *)"sqlite", .path = (char *)"shop.db" },
	  "sqlite:shop.db" },
	{ "sqlite:///srv/shop.db",
	  { .scheme = (char *)"sqlite", .host = (char *)"", .path = (char *)"/srv/shop.db" },
	  "sqlite:///srv/shop.db" },
};

START_TEST(a_url_has_parts)
{
	const struct url *expected = &urls[_i].url;
	struct url url;
	char *shown;

	ck_assert_ptr_null(url_parse(urls[_i].text, &url));
	ck_assert_str_eq(url.scheme, expected->scheme);
	ck_assert_pstr_eq(url.user, expected->user);
	ck_assert_pstr_eq(url.password, expected->password);
	ck_assert_pstr_eq(url.host, expected->host);
	ck_assert_int_eq(url.port, expected->port);
	ck_assert_pstr_eq(url.path, expected->path);
	ck_assert_uint_eq(url.count, expected->count);
	shown = url_show(&url);
	ck_assert_str_eq(shown, urls[_i].shown);
	free(shown);
	url_finish(&url);
}
END_TEST

static const struct {
	const char *text, *why;
} refusals[] = {
	{ "", "a kind of database" },
	{ "glim.db", "a kind of database" },
	{ "://x", "a kind of database" },
	{ "mysql://h:x/s", "no number" },
	{ "mysql://h:0/s", "from 1 to 65535" },
	{ "mysql://h:65536/s", "from 1 to 65535" },
	{ "mysql://h:99999999999999999999/s", "from 1 to 65535" },
	{ "mysql://[::1/s", "without its ]" },
	{ "mysql://[::1]x/s", "without its ]" },
	{ "mysql://secret%zz@h/s", "hexadecimal" },
	{ "mysql://secret%4@h/s", "hexadecimal" },
	{ "mysql://h/s%", "hexadecimal" },
	{ "mysql://h/s%00", "hexadecimal" },
	{ "mysql://h/s?a", "without a value" },
	{ "mysql://h/s?a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1", "too many" },
	/* what the parts mean */
	{ "oracle://h/s", "\"oracle\", which is no kind of database; known: sqlite," },
	{ "mysql:shop", "has no //" },
	{ "mysql://h", "names no database" },
	{ "mysql://h/", "names no database" },
	{ "mysql://h/s?sslmode=maybe", "an sslmode that is none" },
	{ "mysql://h/s?charset=x", "the parameter \"charset\"; known: socket" },
	{ "sqlite://shop.db", "names a host" },
	{ "sqlite:", "names no database file" },
	{ "sqlite://", "names no database file" },
	{ "sqlite::memory:", "would forget" },
};

START_TEST(what_is_wrong_is_told_without_the_text)
{
	struct connection connection = { 0 };
	char *shown = NULL;
	char *why = connection_take_url(&connection, refusals[_i].text, "/srv", &shown);

	ck_assert_msg(why && strstr(why, refusals[_i].why), "%s: %s", refusals[_i].text,
		      why ? why : "accepted");
	ck_assert_ptr_null(strstr(why, "secret"));
	free(why);
	free(shown);
	connection_finish(&connection);
}
END_TEST

static const struct {
	const char *text, *driver, *host, *schema, *user, *socket, *ca;
	bool ssl, verify;
} connections[] = {
	{ "mariadb://ana@db1/shop", "mariadb", "db1", "shop", "ana", NULL, NULL, false, false },
	{ "mysql:///shop?socket=/run/s", "mysql", NULL, "shop", NULL, "/run/s", NULL, false,
	  false },
	{ "mysql://h/s?sslmode=require", "mysql", "h", "s", NULL, NULL, NULL, true, false },
	{ "mysql://h/s?sslmode=verify-full&sslrootcert=/ca", "mysql", "h", "s", NULL, NULL, "/ca",
	  true, true },
	{ "sqlite:shop.db", "sqlite", NULL, "/srv/shop.db", NULL, NULL, NULL, false, false },
	{ "sqlite3:/x/shop.db", "sqlite", NULL, "/x/shop.db", NULL, NULL, NULL, false, false },
	{ "sqlite:///x/shop.db", "sqlite", NULL, "/x/shop.db", NULL, NULL, NULL, false, false },
};

START_TEST(a_url_is_a_connection)
{
	struct connection connection = { 0 };
	char *shown = NULL;
	char *why = connection_take_url(&connection, connections[_i].text, "/srv", &shown);

	ck_assert_msg(!why, "%s", why);
	ck_assert_str_eq(connection.driver, connections[_i].driver);
	ck_assert_pstr_eq(connection.host, connections[_i].host);
	ck_assert_pstr_eq(connection.schema, connections[_i].schema);
	ck_assert_pstr_eq(connection.user, connections[_i].user);
	ck_assert_pstr_eq(connection.socket, connections[_i].socket);
	ck_assert_pstr_eq(connection.ssl_ca, connections[_i].ca);
	ck_assert(connection.ssl == connections[_i].ssl);
	ck_assert(connection.ssl_verify == connections[_i].verify);
	free(shown);
	connection_finish(&connection);
}
END_TEST

Suite *url_suite(void);
Suite *url_suite(void)
{
	Suite *suite = suite_create("url");
	TCase *tests = tcase_create("url");

	tcase_add_loop_test(tests, a_url_has_parts, 0, COUNT(urls));
	tcase_add_loop_test(tests, what_is_wrong_is_told_without_the_text, 0, COUNT(refusals));
	tcase_add_loop_test(tests, a_url_is_a_connection, 0, COUNT(connections));
	suite_add_tcase(suite, tests);
	return suite;
}
