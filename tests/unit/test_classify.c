#include <check.h>

#include "dialect/dialect.h"
#include "dialect/rules.h"
#include "statement/statement.h"

static const struct lexis mysql = MYSQL_LEXIS, sqlite = SQLITE_LEXIS;

struct class_case {
	const char *sql;
	enum statement_class class;
};

#define TRANSACTIONAL STATEMENT_TRANSACTIONAL
#define SESSION       STATEMENT_SESSION
#define BOUNDARY      STATEMENT_BOUNDARY
#define CONTROL       STATEMENT_CONTROL

/* How a statement may be spelled; tests/db compares what each does with a real database. */
static const struct class_case server_cases[] = {
	{ "select 1", TRANSACTIONAL },
	{ "  \t\r\n\f\vSeLeCt 1", TRANSACTIONAL },
	{ "/* a */ -- b\n# c\n /* d */ SELECT 1", TRANSACTIONAL },
	{ "( ( SELECT 1 ) )", TRANSACTIONAL },
	{ "(/* x */(SELECT 1 INTO OUTFILE 'x'))", BOUNDARY },
	{ "SELECT/**/1", TRANSACTIONAL },
	{ "SELECT'a'", TRANSACTIONAL },
	{ "SELECTED", BOUNDARY },
	/* MySQL 8 only */
	{ "LOCK INSTANCE FOR BACKUP", BOUNDARY },
	{ "UNLOCK INSTANCE", BOUNDARY },
	{ "CLONE LOCAL DATA DIRECTORY '/x'", BOUNDARY },
	{ "RESTART", BOUNDARY },
	{ "SHUTDOWN", BOUNDARY },
	{ "IMPORT TABLE FROM 'x.sdi'", BOUNDARY },
	{ "ALTER INSTANCE ROTATE INNODB MASTER KEY", BOUNDARY },
	{ "INSTALL COMPONENT 'x'", BOUNDARY },
	{ "CREATE SPATIAL REFERENCE SYSTEM 1 NAME 'x' DEFINITION 'y'", BOUNDARY },
	{ "START GROUP_REPLICATION", BOUNDARY },
	{ "SET PERSIST max_connections = 9", SESSION },
	{ "SET ROLE 'x'", SESSION },
	{ "TABLE crates ORDER BY id", TRANSACTIONAL },
	{ "SELECT 'INTO OUTFILE'", TRANSACTIONAL },
	{ "SELECT `into outfile` FROM t", TRANSACTIONAL },
	{ "SELECT \"INTO OUTFILE\"", TRANSACTIONAL },
	{ "SELECT 1 /* INTO OUTFILE */", TRANSACTIONAL },
	{ "SELECT 1 INTO/**/\nOutfile 'x'", BOUNDARY },
	{ "WITH x AS (SELECT 1) SELECT * FROM x INTO DUMPFILE 'x'", BOUNDARY },
	{ "VALUES (1) INTO OUTFILE 'x'", BOUNDARY },
	{ "SELECT outfile INTO @outfile FROM t", TRANSACTIONAL },
	{ "SELECT 1 /*+ MAX_EXECUTION_TIME(9) */", TRANSACTIONAL },
	{ "SELECT 1 /*!, 2 */", BOUNDARY },
	{ "SELECT 1 /*M!, 2 */", BOUNDARY },
	{ "SELECT '/*! no comment */'", TRANSACTIONAL },
	{ "SELECT `/*! no comment */` FROM t", TRANSACTIONAL },
	{ "SELECT 1 -- /*! no comment */", TRANSACTIONAL },
	{ "SELECT 1 # /*! no comment */", TRANSACTIONAL },
	{ "SELECT 1 /* /*! no comment */", TRANSACTIONAL },
	{ "SELECT '\\'/*! ', 1 /*! */", BOUNDARY },
	{ "/*!50100 BEGIN*/", CONTROL },
	{ "/*!99999 SELECT 1, */ COMMIT", CONTROL },
	{ "SELECT 1 --/*!, 2 */", BOUNDARY },

	{ "DELETE FROM t; DROP TABLE t", TRANSACTIONAL },
	{ "LOAD DATA LOCAL INFILE 'x' INTO TABLE t", TRANSACTIONAL },
	{ "LOAD INDEX INTO CACHE t", BOUNDARY },

	{ "SET @a = 1", TRANSACTIONAL },
	{ "set @`a b` := 1, @'c' = 2, @\"d\" = 3", TRANSACTIONAL },
	{ "SET @a = 1, @b = (SELECT x, y FROM t)", TRANSACTIONAL },
	{ "SET @autocommit = 1", TRANSACTIONAL },
	{ "SET @a = @@autocommit", TRANSACTIONAL },
	{ "SET @a = 'x, autocommit = 1'", TRANSACTIONAL },
	{ "SET @a = (SELECT 1, autocommit = 2 FROM t)", TRANSACTIONAL },
	{ "SET @a = 1, sql_mode = ''", SESSION },
	{ "SET sql_mode = '', @a = 1", SESSION },
	{ "SET @@sql_mode = ''", SESSION },
	{ "SET sql_mode = @@autocommit", SESSION },
	{ "SET SESSION sql_mode = ''", SESSION },
	{ "SET NAMES 'utf8mb4' COLLATE utf8mb4_bin", SESSION },
	{ "SET CHARACTER SET utf8mb4", SESSION },
	{ "SET GLOBAL TRANSACTION READ WRITE", SESSION },
	{ "SET autocommit=0", BOUNDARY },
	{ "SET AutoCommit:=0", BOUNDARY },
	{ "SET @@autocommit = 0", BOUNDARY },
	{ "SET @@SESSION.autocommit = 0", BOUNDARY },
	{ "SET @@session . `autocommit` = 0", BOUNDARY },
	{ "SET LOCAL autocommit = 0", BOUNDARY },
	{ "SET sql_mode = '', autocommit = 0, @a = 1", BOUNDARY },
	{ "SET @a = COALESCE(1, 2), autocommit = 0", BOUNDARY },
	{ "SET @a = 1, /* x */ autocommit = 0", BOUNDARY },
	{ "SET PASSWORD = ''", BOUNDARY },
	{ "SET PASSWORD FOR x@y = ''", BOUNDARY },
	{ "SET DEFAULT ROLE x FOR y", BOUNDARY },
	{ "SET ROLE x", SESSION },
	{ "SET completion_type = 2", CONTROL },
	{ "SET STATEMENT max_statement_time = 1 FOR SELECT 1", TRANSACTIONAL },
	{ "SET STATEMENT max_statement_time = 1 FOR SELECT 1 FOR UPDATE", TRANSACTIONAL },
	{ "SET STATEMENT x = (SELECT 1 FOR UPDATE), y = 2 FOR DROP TABLE t", BOUNDARY },
	{ "SET STATEMENT x = 'FOR' FOR COMMIT", CONTROL },
	{ "SET STATEMENT x = 1 FOR SET STATEMENT y = 1 FOR (SELECT 1)", TRANSACTIONAL },
	{ "SET STATEMENT x = 1 FOR SET sql_mode = ''", SESSION },
	{ "SET STATEMENT x = 1", BOUNDARY },
	{ "SET STATEMENT x = 1 FOR SET STATEMENT y = 1 FOR COMMIT", CONTROL },
	{ "(SET STATEMENT ) FOR SELECT 1", BOUNDARY },
	{ "SET", SESSION },

	{ "CREATE TEMPORARY TABLE t (a INT)", SESSION },
	{ "CREATE OR REPLACE TEMPORARY TABLE t (a INT)", SESSION },
	{ "CREATE/* x */TEMPORARY\tTABLE t (a INT)", SESSION },
	{ "CREATE TABLE temporary (a INT)", BOUNDARY },
	{ "CREATE TEMPORARY SEQUENCE s", BOUNDARY },
	{ "DROP TEMPORARY TABLE t", SESSION },
	{ "DROP TABLE t", BOUNDARY },
	{ "DROP PREPARE s", SESSION },
	{ "CREATE TABLE t SELECT 1", BOUNDARY },
	{ "CREATE PROCEDURE p() SELECT RELEASE_ALL_LOCKS()", BOUNDARY },

	{ "BEGIN", CONTROL },
	{ "BEGIN;", CONTROL },
	{ "begin work", CONTROL },
	{ "BEGIN NOT ATOMIC SELECT 1; END", BOUNDARY },
	{ "BEGIN NOT ATOMIC DO RELEASE_ALL_LOCKS(); END", CONTROL },
	{ "START TRANSACTION", CONTROL },
	{ "START SLAVE", BOUNDARY },
	{ "ROLLBACK TO x", CONTROL },
	{ "XA BEGIN 'x'", CONTROL },

	{ "SELECT release_all_locks()", CONTROL },
	{ "SELECT `release_all_locks`()", CONTROL },
	{ "SELECT RELEASE_ALL_LOCKS /* x */ ()", CONTROL },
	{ "INSERT INTO t SELECT RELEASE_ALL_LOCKS()", CONTROL },
	{ "SET sql_mode = RELEASE_ALL_LOCKS()", CONTROL },
	{ "EXPLAIN SELECT * FROM (SELECT RELEASE_ALL_LOCKS()) AS x", CONTROL },
	{ "SELECT release_all_locks FROM t", TRANSACTIONAL },
	{ "SELECT 'RELEASE_ALL_LOCKS()'", TRANSACTIONAL },
	{ "SELECT GET_LOCK('x', 1)", SESSION },
	{ "SELECT GET_LOCK('x', 1) INTO OUTFILE 'y'", BOUNDARY },

	{ "", BOUNDARY },
	{ ";", BOUNDARY },
	{ "-- nothing", BOUNDARY },
	{ "'text'", BOUNDARY },
	{ "`name`", BOUNDARY },
	{ "((((", BOUNDARY },
	{ "\xef\xbb\xbfSELECT 1", BOUNDARY },
	{ "nonsense", BOUNDARY },
	{ "thisisawordthatislongerthanthewordsofeveryrule SELECT", BOUNDARY },
	{ "/*! SELECT 1", BOUNDARY },
};

static const struct class_case file_cases[] = {
	{ "select 1", TRANSACTIONAL },
	{ "CREATE TABLE t (a)", TRANSACTIONAL },
	{ "/*! COMMIT */ SELECT 1", TRANSACTIONAL },
	{ "DROP TABLE t", TRANSACTIONAL },
	{ "ANALYZE", TRANSACTIONAL },
	{ "nonsense", TRANSACTIONAL },
	{ "CREATE TABLE t (a DEFAULT (temp.b))", TRANSACTIONAL },
	{ "CREATE TABLE temp (a)", TRANSACTIONAL },
	{ "CREATE TABLE [temp] . t (a)", SESSION },
	{ "CREATE TEMP TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END", SESSION },
	{ "--x\nvacuum", BOUNDARY },
	{ "PRAGMA user_version", TRANSACTIONAL },
	{ "PRAGMA user_version = 3", TRANSACTIONAL },
	{ "PRAGMA cache_size", TRANSACTIONAL },
	{ "PRAGMA cache_size(3)", SESSION },
	{ "pragma main.foreign_keys=off", BOUNDARY },
	{ "PRAGMA \"foreign_keys\"(0)", BOUNDARY },
	{ "PRAGMA main.wal_checkpoint", BOUNDARY },
	{ "PRAGMA", TRANSACTIONAL },
	{ "BEGIN EXCLUSIVE", CONTROL },
	{ "END", CONTROL },
	{ "release x", CONTROL },
};

START_TEST(spelling_does_not_change_a_class_on_a_server)
{
	const struct class_case *one = &server_cases[_i];
	enum statement_class class = statement_classify(&mysql, mysql_rules, one->sql);

	ck_assert_msg(class == one->class, "%s: %d", one->sql, class);
}
END_TEST

START_TEST(spelling_does_not_change_a_class_in_a_file)
{
	const struct class_case *one = &file_cases[_i];
	enum statement_class class = statement_classify(&sqlite, sqlite_rules, one->sql);

	ck_assert_msg(class == one->class, "%s: %d", one->sql, class);
}
END_TEST

static enum statement_class always_session(const struct lexis *lexis, const char *sql)
{
	(void)lexis;
	(void)sql;
	return STATEMENT_SESSION;
}

static const struct session_case {
	const char *sql;
	bool changes;
} session_cases[] = {
	{ "SELECT 1", false },
	{ "SET @a = 1", false },
	{ "INSERT INTO t VALUES (1)", false },
	{ "SET sql_mode = ''", true },
	{ "CREATE TEMPORARY TABLE t (a INT)", true },
	{ "SET autocommit = 0", true },
	{ "LOCK TABLES t WRITE", true },
	{ "CALL p()", true },
	{ "EXECUTE s", true },
	{ "BEGIN NOT ATOMIC SET sql_mode = ''; END", true },
	{ "/*!40101 SET sql_mode = '' */", true },
	{ "CREATE TABLE t (a INT)", false },
	{ "/* x */ alter table t ADD b INT", false },
	{ "DROP TABLE t", false },
	{ "TRUNCATE t", false },
};

START_TEST(a_boundary_too_may_change_the_session)
{
	const struct session_case *one = &session_cases[_i];

	ck_assert_msg(statement_changes_session(&mysql, mysql_rules, one->sql) == one->changes,
		      "%s", one->sql);
}
END_TEST

START_TEST(code_may_set_what_no_text_tells)
{
	static const char *const words[] = { "DO", "SELECT", NULL };
	static const struct session_case runs[] = {
		{ "DO $$ BEGIN EXECUTE 'SELECT a FROM t'; END $$", true },
		{ "/* x */ select f(1)", true },
		{ "SELECT 1", false },
		{ "SELECT f(a) FROM t", false },
		{ "INSERT INTO t VALUES (f(1))", false },
		{ "CREATE FUNCTION f() RETURNS INTEGER RETURN 1", false },
	};

	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
		ck_assert_msg(statement_runs_code(&dialect_postgresql.lexis, words, runs[i].sql) ==
				      runs[i].changes,
			      "%s", runs[i].sql);
}
END_TEST

START_TEST(a_setting_of_a_file_changes_the_session)
{
	ck_assert(statement_changes_session(&sqlite, sqlite_rules, "PRAGMA foreign_keys = OFF"));
	ck_assert(!statement_changes_session(&sqlite, sqlite_rules, "PRAGMA user_version = 1"));
	ck_assert(!statement_changes_session(&sqlite, sqlite_rules, "VACUUM"));
}
END_TEST

START_TEST(a_statement_nested_without_end_is_read)
{
	enum { LEVELS = 100000 };
	struct text sql = { 0 };

	for (size_t i = 0; i < LEVELS; i++)
		text_add(&sql, "SET STATEMENT x = 1 FOR ");
	text_add(&sql, "COMMIT");
	ck_assert_int_eq(statement_classify(&mysql, mysql_rules, text_get(&sql)),
			 STATEMENT_CONTROL);
	text_finish(&sql);
}
END_TEST

START_TEST(the_longest_rule_wins_wherever_it_stands)
{
	static const struct statement_rule rules[] = {
		{ "", STATEMENT_TRANSACTIONAL, NULL }, { "A B C", STATEMENT_CONTROL, NULL },
		{ "A", STATEMENT_SESSION, NULL },      { "A B", STATEMENT_BOUNDARY, NULL },
		{ NULL, STATEMENT_BOUNDARY, NULL },
	};

	ck_assert_int_eq(statement_classify(&mysql, rules, "a b c d"), STATEMENT_CONTROL);
	ck_assert_int_eq(statement_classify(&mysql, rules, "a b cd"), STATEMENT_BOUNDARY);
	ck_assert_int_eq(statement_classify(&mysql, rules, "a 'b'"), STATEMENT_SESSION);
	ck_assert_int_eq(statement_classify(&mysql, rules, "ab"), STATEMENT_TRANSACTIONAL);
}
END_TEST

START_TEST(a_closer_look_never_weakens_a_rule)
{
	static const struct statement_rule rules[] = {
		{ "A", STATEMENT_TRANSACTIONAL, always_session },
		{ "B", STATEMENT_BOUNDARY, always_session },
		{ NULL, STATEMENT_BOUNDARY, NULL },
	};

	ck_assert_int_eq(statement_classify(&mysql, rules, "a"), STATEMENT_SESSION);
	ck_assert_int_eq(statement_classify(&mysql, rules, "b"), STATEMENT_BOUNDARY);
	ck_assert_int_eq(statement_classify(&mysql, rules, "neither"), STATEMENT_BOUNDARY);
}
END_TEST

Suite *classify_suite(void);

Suite *classify_suite(void)
{
	Suite *suite = suite_create("classes of statements");
	TCase *cases = tcase_create("classify");

	tcase_add_loop_test(cases, spelling_does_not_change_a_class_on_a_server, 0,
			    sizeof server_cases / sizeof *server_cases);
	tcase_add_loop_test(cases, spelling_does_not_change_a_class_in_a_file, 0,
			    sizeof file_cases / sizeof *file_cases);
	tcase_add_loop_test(cases, a_boundary_too_may_change_the_session, 0,
			    sizeof session_cases / sizeof *session_cases);
	tcase_add_test(cases, code_may_set_what_no_text_tells);
	tcase_add_test(cases, a_setting_of_a_file_changes_the_session);
	tcase_add_test(cases, a_statement_nested_without_end_is_read);
	tcase_add_test(cases, the_longest_rule_wins_wherever_it_stands);
	tcase_add_test(cases, a_closer_look_never_weakens_a_rule);
	suite_add_tcase(suite, cases);
	return suite;
}
