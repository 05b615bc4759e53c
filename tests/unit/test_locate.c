#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "dialect/dialect.h"
#include "dialect/mysql_locate.h"
#include "dialect/sqlstate.h"

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
	{ "SELECT 1 FROM", SYNTAX "near '' at line 2", 14 },
};

static const struct {
	const char *sql, *message, *trimmed;
} cases_of_quotes[] = {
	{ "SELECT 1 FRM t", SYNTAX "near 'FRM t\n;\nRELEASE SAVEPOINT x' at line 1",
	  SYNTAX "near 'FRM t' at line 1" },
	{ "SELECT 'a' b 'c'", "bei 'b 'c'\n;\nSELECT 'x'' in Zeile 1", "bei 'b 'c'' in Zeile 1" },
	{ "a b;\n;\n c", SYNTAX "near 'b;\n;\n c\n;\nSELECT 1' at line 1",
	  SYNTAX "near 'b;\n;\n c' at line 1" },
	{ "a\nb -- x", SYNTAX "near 'b -- x\n;\nSELECT 1234...' at line 2",
	  SYNTAX "near 'b -- x' at line 2" },
	{ "SELECT 1 FROM", SYNTAX "near ';\nRELEASE SAVEPOINT x' at line 2",
	  SYNTAX "near '' at line 1" },
	{ "SELECT 1 FROM", SYNTAX "near '' at line 1", SYNTAX "near '' at line 1" },
	{ "a FRM t", SYNTAX "near 'FRM t\n;' at line 1", SYNTAX "near 'FRM t' at line 1" },
	{ "a FRM tt", SYNTAX "near 'FRM ...' at line 1", SYNTAX "near 'FRM ...' at line 1" },
	{ "a", "Unknown column 'b' in 'field list'", "Unknown column 'b' in 'field list'" },
	{ "a", "Lost connection", "Lost connection" },
	{ "a", "It's lost", "It's lost" },
};

START_TEST(a_quote_ends_with_the_statement)
{
	const char *sql = cases_of_quotes[_i].sql;
	char *trimmed = mysql_trim_quote(cases_of_quotes[_i].message, sql, strlen(sql));

	ck_assert_str_eq(trimmed, cases_of_quotes[_i].trimmed);
	free(trimmed);
}
END_TEST

START_TEST(a_syntax_error_is_found_by_what_the_server_quotes)
{
	const struct locate_case *one = &cases_of_syntax[_i];

	ck_assert_uint_eq(mysql_locate(one->sql, one->message), one->position);
}
END_TEST

static const struct {
	const char *sql, *message;
	int native;
	bool refused;
} refusals[] = {
	{ "CREATE PROCEDURE p() BEGIN SELCT 1; END", SYNTAX "near '1; END' at line 1", 1064, true },
	{ "CREATE TRGGER t", SYNTAX "near 'TRGGER t' at line 1", 1064, true },
	{ "/* a */ drop tabel t", SYNTAX "near 'tabel t' at line 1", 1064, true },
	{ "CREATE PROCEDURE p() BEGIN SELCT 1; END", "no such thing", 1305, false },
	{ "CREATE TABLE t AS SELECT f()", "a text of SIGNAL", 1064, false },
	/* A text that is executed by another one. */
	{ "CALL p()", SYNTAX "near 'SELCT 1' at line 1", 1064, false },
	{ "EXECUTE IMMEDIATE 'CRATE x'", SYNTAX "near 'CRATE x' at line 1", 1064, false },
	{ "BEGIN NOT ATOMIC CALL p(); END", SYNTAX "near 'x' at line 1", 1064, false },
	{ "SET STATEMENT x = 1 FOR CALL p()", SYNTAX "near 'x' at line 1", 1064, false },
	{ "/*!99999 CREATE */ CALL p()", SYNTAX "near 'x' at line 1", 1064, false },
	/* Refused at its first word, whatever that is. */
	{ "CRATE TABLE t (a INT)", SYNTAX "near 'CRATE TABLE t (a INT)' at line 1", 1064, true },
	{ "-- a\nCRATE TABLE t", SYNTAX "near 'CRATE TABLE t' at line 1", 1064, true },
	{ "CRATE TABLE t", SYNTAX "near 'CRATE TABLE t\n;\nSELECT 1' at line 1", 1064, false },
	{ "x: BEGIN NOT ATOMIC EXECUTE IMMEDIATE 'x'; END", SYNTAX "near 'x' at line 1", 1064,
	  false },
};

START_TEST(what_the_parser_refused_left_nothing)
{
	ck_assert_int_eq(dialect_mysql.parse_refused(&dialect_mysql.lexis, refusals[_i].sql,
						     refusals[_i].native, 0, refusals[_i].message),
			 refusals[_i].refused);
}
END_TEST

START_TEST(a_place_in_the_text_is_the_parsers)
{
	const struct dialect *dialect = &dialect_postgresql;
	const int syntax_error = sqlstate_number("42601");

	ck_assert(dialect->parse_refused(&dialect->lexis, "VACUM", syntax_error, 1, ""));
	ck_assert(!dialect->parse_refused(&dialect->lexis, "CALL p()", syntax_error, 0, ""));
	ck_assert(!dialect->parse_refused(&dialect->lexis, "VACUUM t", sqlstate_number("42P01"), 8,
					  ""));
}
END_TEST

Suite *locate_suite(void);

Suite *locate_suite(void)
{
	Suite *suite = suite_create("locate");
	TCase *cases = tcase_create("locate");

	tcase_add_loop_test(cases, a_syntax_error_is_found_by_what_the_server_quotes, 0,
			    sizeof cases_of_syntax / sizeof *cases_of_syntax);
	tcase_add_loop_test(cases, a_quote_ends_with_the_statement, 0,
			    sizeof cases_of_quotes / sizeof *cases_of_quotes);
	tcase_add_loop_test(cases, what_the_parser_refused_left_nothing, 0,
			    sizeof refusals / sizeof *refusals);
	tcase_add_test(cases, a_place_in_the_text_is_the_parsers);
	suite_add_tcase(suite, cases);
	return suite;
}
