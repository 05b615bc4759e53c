#include <check.h>

#include "dialect/mysql_locate.h"

struct locate_case {
	const char *sql, *message;
	size_t position;
};

#define SYNTAX "You have an error in your SQL syntax; check the manual for the right syntax to use "

static const struct locate_case cases_of_syntax[] = {
	{ "SELECT\n  FRM t", SYNTAX "near 't' at line 2", 14 },
	{ "CREATE TABEL t (a INT)", SYNTAX "near 'TABEL t (a INT)' at line 1", 8 },
	{ "SELECT 1 FROM", SYNTAX "near '' at line 1", 14 },
	{ "SELECT 'it''s' FROM FROM", SYNTAX "near 'FROM' at line 1", 16 },
	{ "INSERT INTO t VALUES (1, 'a' b)", SYNTAX "near 'b)' at line 1", 30 },
	{ "BEGIN\n over BOOL;\nover", SYNTAX "near 'over BOOL;\nov...' at line 2", 8 },
	{ "SELECT b FRM t", SYNTAX "near 'FRM t\n;\nSELECT 2' at line 1", 10 },
	{ "SELECT 1", "Unknown column 'x' in 'field list'", 0 },
	{ "SELECT 1", SYNTAX "near 'what is not there' at line 1", 1 },
	{ "SELECT 1", SYNTAX "near 'x' at line 7", 0 },
};

START_TEST(a_syntax_error_is_found_by_what_the_server_quotes)
{
	const struct locate_case *one = &cases_of_syntax[_i];

	ck_assert_uint_eq(mysql_locate(one->sql, one->message), one->position);
}
END_TEST

Suite *locate_suite(void);

Suite *locate_suite(void)
{
	Suite *suite = suite_create("locate");
	TCase *cases = tcase_create("locate");

	tcase_add_loop_test(cases, a_syntax_error_is_found_by_what_the_server_quotes, 0,
			    sizeof cases_of_syntax / sizeof *cases_of_syntax);
	suite_add_tcase(suite, cases);
	return suite;
}
