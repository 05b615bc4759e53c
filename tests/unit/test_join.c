/* Which statements may travel beside others, and what of them is sent. */
#include <check.h>
#include <string.h>

#include "dialect/dialect.h"
#include "dialect/rules.h"
#include "statement/statement.h"

static const struct lexis mysql = MYSQL_LEXIS;

static const struct {
	const char *sql;
	const char *only; /* NULL: it is not one statement */
	bool joins;
} cases[] = {
	{ "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)", true },
	{ " update t set x = 1 ; ", "update t set x = 1", true },
	{ "-- a\nDELETE FROM t -- b", "DELETE FROM t", true },
	{ "/* a */ REPLACE INTO t VALUES ('; x') # b", "REPLACE INTO t VALUES ('; x')", true },
	{ "INSERT /* a; b */ INTO t VALUES (1);;;", "INSERT /* a; b */ INTO t VALUES (1)", true },
	{ "INSERT INTO t VALUES ('it\\'s; ')", "INSERT INTO t VALUES ('it\\'s; ')", true },
	{ "SELECT 1", "SELECT 1", false },
	{ "DO 1;", "DO 1", false },
	{ "GET DIAGNOSTICS @a = NUMBER", "GET DIAGNOSTICS @a = NUMBER", false },
	{ "CALL insert_all()", "CALL insert_all()", false },
	{ "(INSERT INTO t VALUES (1))", "(INSERT INTO t VALUES (1))", false },
	{ "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)", NULL, false },
	{ "INSERT INTO t VALUES ('1)", NULL, false },
	{ "INSERT INTO t VALUES (1) /* a", NULL, false },
	{ "INSERT INTO t VALUES (1); /* a", NULL, false },
	{ " ; -- a", NULL, false },
	{ "", NULL, false },
};

START_TEST(one_statement_is_cut_out)
{
	const char *begin = NULL;
	size_t length = 0;
	bool one = statement_only(&mysql, cases[_i].sql, &begin, &length);

	ck_assert_msg(one == (cases[_i].only != NULL), "%s", cases[_i].sql);
	if (one)
		ck_assert_msg(length == strlen(cases[_i].only) &&
				      memcmp(begin, cases[_i].only, length) == 0,
			      "%s: %.*s", cases[_i].sql, (int)length, begin);
	ck_assert_msg(statement_joins(&mysql, dialect_mysql.joins, cases[_i].sql) ==
			      cases[_i].joins,
		      "%s", cases[_i].sql);
}
END_TEST

/* Where definitions are part of the transaction they travel too. */
static const struct {
	const char *sql;
	bool joins;
} postgresql_cases[] = {
	{ "INSERT INTO t VALUES (1)", true },
	{ "CREATE TABLE t (a INTEGER)", true },
	{ "/* a */ alter table t ADD b INTEGER;", true },
	{ "CREATE FUNCTION f() RETURNS INTEGER BEGIN ATOMIC SELECT 1; SELECT 2; END", true },
	{ "DROP TABLE t", true },
	{ "COPY t FROM STDIN", false },
	{ "SELECT 1", false },
	{ "CREATE TABLE t (a INTEGER); CREATE TABLE u (a INTEGER)", false },
	{ "", false },
};

START_TEST(definitions_join_where_they_are_transactional)
{
	ck_assert_msg(statement_joins(&dialect_postgresql.lexis, dialect_postgresql.joins,
				      postgresql_cases[_i].sql) == postgresql_cases[_i].joins,
		      "%s", postgresql_cases[_i].sql);
}
END_TEST

Suite *join_suite(void);
Suite *join_suite(void)
{
	Suite *suite = suite_create("join");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, one_statement_is_cut_out, 0, sizeof cases / sizeof *cases);
	tcase_add_loop_test(all, definitions_join_where_they_are_transactional, 0,
			    sizeof postgresql_cases / sizeof *postgresql_cases);
	suite_add_tcase(suite, all);
	return suite;
}
