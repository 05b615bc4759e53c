#include <check.h>
#include <string.h>

#include "dialect/rules.h"
#include "statement/statement.h"

enum { PIECES_MOST = 6 };

static const struct lexis mysql = MYSQL_LEXIS, sqlite = SQLITE_LEXIS;
static const struct lexis dollars = { .dollar_quotes = true, .nested_comments = true };

/* Each body is one statement, whatever stands around it. */
struct body_case {
	const struct lexis *lexis;
	const char *sql;
};

static const struct body_case bodies[] = {
	{ &mysql, "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END" },
	{ &mysql, "create procedure p() begin select 1; select 2; end" },
	{ &mysql, "CREATE OR REPLACE PROCEDURE p() BEGIN END" },
	{ &mysql, "CREATE PROCEDURE IF NOT EXISTS p() BEGIN SELECT 1; END" },
	{ &mysql, "CREATE DEFINER=`a`@`%` PROCEDURE p() SQL SECURITY INVOKER BEGIN SELECT 1; END" },
	{ &mysql, "CREATE DEFINER = root@localhost PROCEDURE p() BEGIN SELECT 1; END" },
	{ &mysql, "CREATE DEFINER=CURRENT_USER() FUNCTION f() RETURNS INT BEGIN RETURN 1; END" },
	{ &mysql, "CREATE DEFINER=event@localhost VIEW v AS SELECT 1" },
	{ &mysql, "CREATE PROCEDURE p() l: BEGIN LEAVE l; END l" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN l: BEGIN LEAVE l; END l; SELECT 1; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN l : LOOP LEAVE l; END LOOP l; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN BEGIN BEGIN SELECT 1; END; END; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN IF (1) THEN SELECT 1; ELSEIF 2 THEN SELECT 2; "
		  "ELSE SELECT 3; END IF; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN SELECT IF(1, 2, 3); SET @a = IF (1, 2, 3); END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN IF IF(1, 2, 3) THEN SELECT 1; END IF; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN DROP TABLE IF EXISTS t; SELECT 1; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN CREATE TABLE IF NOT EXISTS t (a INT); END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN SELECT CASE 1 WHEN 1 THEN 2 ELSE 3 END; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN CASE @a WHEN 1 THEN SELECT 1; ELSE BEGIN END; "
		  "END CASE; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN CASE WHEN CASE 1 WHEN 1 THEN 1 END THEN SELECT 1; "
		  "END CASE; END" },
	{ &mysql,
	  "CREATE PROCEDURE p() BEGIN IF CASE WHEN 1 THEN 1 END THEN SELECT 1; END IF; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN WHILE 1 DO SELECT 1; END WHILE; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN WHILE 1 DO DO IF(1, 2, 3); DO SLEEP(1); "
		  "END WHILE; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN REPEAT SELECT 1; UNTIL 1 END REPEAT; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN REPEAT SET @a = REPEAT('x', 3); "
		  "UNTIL CASE 1 WHEN 1 THEN 1 END END REPEAT; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN FOR i IN 1..3 DO SELECT i; END FOR; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN FOR r IN (SELECT 1) DO SELECT 1; END FOR; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN LOOP SELECT 1; END LOOP; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN DECLARE c CURSOR FOR SELECT 1; OPEN c; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION "
		  "BEGIN ROLLBACK; END; SELECT 1; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND, 1062, "
		  "SQLSTATE VALUE '23000' BEGIN SET @a = 1; END; SELECT 1; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND "
		  "SET @a = CASE WHEN 1 THEN 2 END; SELECT 1; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR 1062 IF 1 THEN SELECT 1; "
		  "END IF; SELECT 2; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN UPDATE t SET end = 1, t.begin = 2; "
		  "SELECT t.end, @begin, @end FROM t; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN SELECT `BEGIN`, 'BEGIN', \"BEGIN\" /* BEGIN */; "
		  "-- BEGIN\nEND" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN START TRANSACTION; XA END 'x'; COMMIT; END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN PREPARE s FROM 'SELECT 1;'; EXECUTE s; END" },
	{ &mysql, "CREATE PROCEDURE p(a INT, OUT b VARCHAR(9)) COMMENT 'BEGIN' SELECT a INTO b" },
	{ &mysql, "CREATE PROCEDURE p() SELECT CASE WHEN 1 THEN 2 END" },
	{ &mysql, "CREATE PROCEDURE p() SET @a = IF(1, 2, 3)" },
	{ &mysql, "CREATE PROCEDURE p() IF 1 THEN SELECT 1; SELECT 2; END IF" },
	{ &mysql, "CREATE PROCEDURE p() CASE WHEN 1 THEN SELECT 1; END CASE" },
	{ &mysql, "CREATE PROCEDURE p() WHILE 0 DO SELECT 1; END WHILE" },
	{ &mysql, "CREATE PROCEDURE p() FOR i IN 1..3 DO SELECT i; END FOR" },
	{ &mysql, "CREATE PROCEDURE begin() BEGIN SELECT 1; END" },
	{ &mysql, "CREATE FUNCTION f(a INT) RETURNS INT RETURN IF(a, 1, 2)" },
	{ &mysql, "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN CASE 1 WHEN 1 THEN 2 END" },
	{ &mysql, "CREATE FUNCTION f() RETURNS SET('a', 'b') BEGIN RETURN 'a'; END" },
	{ &mysql, "CREATE FUNCTION f() RETURNS CHAR(9) CHARACTER SET utf8 BEGIN RETURN 'a'; END" },
	{ &mysql, "CREATE AGGREGATE FUNCTION f(a INT) RETURNS INT BEGIN DECLARE CONTINUE HANDLER "
		  "FOR NOT FOUND RETURN 1; LOOP FETCH GROUP NEXT ROW; END LOOP; END" },
	{ &mysql, "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'" },
	{ &mysql, "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = IF(1, 2, 3)" },
	{ &mysql, "CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW BEGIN SET @a = 1; END" },
	{ &mysql, "CREATE TRIGGER IF NOT EXISTS g AFTER DELETE ON begin FOR EACH ROW "
		  "FOLLOWS h BEGIN SET @a = 1; END" },
	{ &mysql, "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW IF NOT EXISTS (SELECT 1) THEN "
		  "SIGNAL SQLSTATE '45000'; END IF" },
	{ &mysql, "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = "
		  "CASE WHEN 1 THEN 2 END" },
	{ &mysql, "CREATE EVENT IF NOT EXISTS e ON SCHEDULE EVERY 1 DAY ON COMPLETION PRESERVE "
		  "DO BEGIN DELETE FROM t; DELETE FROM u; END" },
	{ &mysql, "ALTER EVENT e DO BEGIN DELETE FROM t; DELETE FROM u; END" },
	{ &mysql, "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO IF 1 THEN DELETE FROM t; END IF" },
	{ &mysql, "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END" },
	{ &mysql, "BEGIN NOT ATOMIC IF 1 THEN SELECT 1; END IF; END" },
	{ &mysql, "IF 1 THEN SELECT 1; SELECT 2; END IF" },
	{ &mysql, "CASE WHEN 1 THEN SELECT 1; END CASE" },
	{ &mysql, "FOR i IN 1..3 DO SELECT i; END FOR" },
	{ &mysql, "SET STATEMENT max_statement_time = 1 FOR SELECT 1" },
	{ &mysql, "/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`%`*/ /*!50003 TRIGGER g BEFORE INSERT "
		  "ON t FOR EACH ROW BEGIN SET @a = 1; SET @b = 2; END */" },
	{ &mysql, "CREATE PROCEDURE p AS a INT; b INT; BEGIN SELECT 1; END" },
	{ &mysql, "CREATE PROCEDURE p(a INT) IS BEGIN SELECT 1; END" },
	{ &mysql, "CREATE PACKAGE k AS PROCEDURE p; FUNCTION f RETURN INT; END" },
	{ &mysql, "CREATE PACKAGE BODY k AS PROCEDURE p AS BEGIN SELECT 1; END; "
		  "FUNCTION f RETURN INT AS a INT; BEGIN RETURN 1; END; END" },
	{ &mysql, "CREATE PROCEDURE p AS BEGIN <<x>> LOOP EXIT x WHEN 1; END LOOP x; "
		  "SELECT 1 >> IF(1, 2, 3); END" },
	{ &mysql, "CREATE PROCEDURE p AS BEGIN FOR i IN 1..3 LOOP SELECT i; END LOOP; "
		  "WHILE 0 LOOP NULL; END LOOP; END" },
	{ &mysql, "CREATE PROCEDURE p AS a INT := 1; BEGIN IF a THEN NULL; ELSIF 1 THEN a := 2; "
		  "END IF; EXCEPTION WHEN OTHERS THEN BEGIN NULL; END; END" },
	{ &mysql, "CREATE PROCEDURE p AS CURSOR c IS SELECT 1; BEGIN DECLARE a INT; "
		  "BEGIN NULL; END; END" },
	{ &mysql, "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW DECLARE a INT; BEGIN NULL; "
		  "END" },
	{ &mysql, "CREATE TABLE `begin` (begin INT, `case` INT)" },
	{ &mysql, "CREATE VIEW v AS SELECT CASE WHEN 1 THEN 2 END" },
	{ &sqlite,
	  "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 1; DELETE FROM u; END" },
	{ &sqlite, "CREATE TEMP TRIGGER IF NOT EXISTS g INSTEAD OF UPDATE OF a ON v FOR EACH ROW "
		   "WHEN CASE NEW.a WHEN 1 THEN 1 END BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; END" },
	{ &sqlite, "CREATE TRIGGER main.g AFTER DELETE ON t WHEN old.a > 1 BEGIN "
		   "INSERT INTO t VALUES ('END;'); SELECT [end;] FROM \"t;\"; END" },
	{ &dollars,
	  "CREATE FUNCTION f() RETURNS int AS $$ BEGIN RETURN 1; END $$ LANGUAGE plpgsql" },
	{ &dollars, "CREATE FUNCTION f() RETURNS int AS 'SELECT 1;' LANGUAGE sql" },
	{ &dollars, "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END" },
	{ &dollars,
	  "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN CASE WHEN true THEN 1 END" },
	{ &dollars, "DO $do$ BEGIN PERFORM 1; END; $do$" },
	{ &dollars, "CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FOR EACH ROW "
		    "EXECUTE FUNCTION f()" },
};

static void assert_split(const struct lexis *lexis, const char *script, const char *const *pieces)
{
	struct statement_fault fault = { 0 };
	struct statement_list list;
	size_t n = 0;

	ck_assert_msg(statement_split(lexis, script, &list, &fault), "%s: line %zu, %s", script,
		      fault.line, fault.why);
	for (; n < list.count && pieces[n]; n++)
		ck_assert_str_eq(list.pieces[n].sql, pieces[n]);
	ck_assert_msg(n == list.count && !pieces[n], "%s: %zu pieces", script, list.count);
	statement_list_finish(&list);
}

START_TEST(a_body_is_one_piece_among_others)
{
	const struct body_case *one = &bodies[_i];
	struct text script = { 0 };

	text_print(&script, "SELECT 1;\n%s;\n%s ; SELECT 2", one->sql, one->sql);
	assert_split(one->lexis, text_get(&script),
		     (const char *const[]){ "SELECT 1", one->sql, one->sql, "SELECT 2", NULL });
	text_finish(&script);
}
END_TEST

START_TEST(a_body_is_a_single_statement)
{
	const struct body_case *one = &bodies[_i];
	const char *why = NULL;

	ck_assert_msg(statement_is_single(one->lexis, one->sql, &why), "%s: %s", one->sql, why);
}
END_TEST

struct split_case {
	const struct lexis *lexis;
	const char *script;
	struct statement_piece pieces[PIECES_MOST];
};

#define PIECE(text, number)                                                                        \
	{                                                                                          \
		.sql = (char *)(text), .line = (number)                                            \
	}

static const struct split_case splits[] = {
	{ &mysql, "", { { 0 } } },
	{ &mysql, "\n ; ;; -- x\n/* y; */", { { 0 } } },
	{ &mysql, "SELECT 1", { PIECE("SELECT 1", 1) } },
	{ &mysql, "\xef\xbb\xbfSELECT 1;", { PIECE("SELECT 1", 1) } },
	{ &mysql,
	  "\n\nSELECT 1;\n  SELECT\n2;SELECT 3\n;\n",
	  { PIECE("SELECT 1", 3), PIECE("SELECT\n2", 4), PIECE("SELECT 3", 5) } },
	{ &mysql, "SELECT 1;\r\nSELECT 2;\r\n", { PIECE("SELECT 1", 1), PIECE("SELECT 2", 2) } },
	{ &mysql,
	  "-- a; b\nSELECT 1 -- c; d\n; # e;\nSELECT /* f; */ 2; -- g",
	  { PIECE("SELECT 1", 2), PIECE("SELECT /* f; */ 2", 4) } },
	{ &mysql, "SELECT ';', \";\", `;`;", { PIECE("SELECT ';', \";\", `;`", 1) } },
	{ &mysql, "SELECT '\n\n';SELECT 2", { PIECE("SELECT '\n\n'", 1), PIECE("SELECT 2", 3) } },
	{ &mysql,
	  "/*!40101 SET NAMES utf8 */;\n/*!50003 A; B */;",
	  { PIECE("/*!40101 SET NAMES utf8 */", 1), PIECE("/*!50003 A; B */", 2) } },
	{ &mysql,
	  "BEGIN; SELECT 1; END",
	  { PIECE("BEGIN", 1), PIECE("SELECT 1", 1), PIECE("END", 1) } },
	{ &mysql,
	  "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\n//\nDELIMITER ;\nSELECT 2;",
	  { PIECE("CREATE PROCEDURE p() BEGIN SELECT 1; END", 2), PIECE("SELECT 2", 5) } },
	{ &mysql,
	  "  delimiter $$  \r\nCREATE PROCEDURE p()\nBEGIN\nEND$$ \nSELECT 1$$\ndelimiter ;",
	  { PIECE("CREATE PROCEDURE p()\nBEGIN\nEND", 2), PIECE("SELECT 1", 5) } },
	{ &mysql,
	  "DELIMITER ;;\nCREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a = 1; END ;;",
	  { PIECE("CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a = 1; END", 2) } },
	{ &mysql,
	  "DELIMITER //\nDROP PROCEDURE p;\nCREATE PROCEDURE p() BEGIN END;\nSELECT 1; //",
	  { PIECE("DROP PROCEDURE p", 2), PIECE("CREATE PROCEDURE p() BEGIN END", 3),
	    PIECE("SELECT 1", 4) } },
	{ &mysql,
	  "DELIMITER //\nCREATE PROCEDURE p() strange; words; here //",
	  { PIECE("CREATE PROCEDURE p() strange; words; here", 2) } },
	{ &mysql,
	  "DELIMITER //\nCREATE PROCEDURE p() BEGIN odd //",
	  { PIECE("CREATE PROCEDURE p() BEGIN odd", 2) } },
	{ &mysql,
	  "DELIMITER |\nSELECT '|' | SELECT /* | */ 2 |",
	  { PIECE("SELECT '|'", 2), PIECE("SELECT /* | */ 2", 2) } },
	{ &mysql,
	  "DELIMITER go\nSELECT 1 go\nSELECT cargo go",
	  { PIECE("SELECT 1", 2), PIECE("SELECT cargo", 3) } },
	{ &mysql,
	  "CREATE TABLE t (\n  delimiter VARCHAR(9)\n);",
	  { PIECE("CREATE TABLE t (\n  delimiter VARCHAR(9)\n)", 1) } },
	{ &mysql, "SELECT 1; DELIMITER //", { PIECE("SELECT 1", 1), PIECE("DELIMITER //", 1) } },
	{ &sqlite, "DELIMITER //\n;", { PIECE("DELIMITER //", 1) } },
	{ &sqlite,
	  "BEGIN; SELECT 1; END;",
	  { PIECE("BEGIN", 1), PIECE("SELECT 1", 1), PIECE("END", 1) } },
	{ &dollars,
	  "SELECT $a$;$a$; /* ; /* ; */ ; */ SELECT 2",
	  { PIECE("SELECT $a$;$a$", 1), PIECE("SELECT 2", 1) } },
};

START_TEST(a_script_is_cut_where_its_statements_end)
{
	const struct split_case *one = &splits[_i];
	struct statement_fault fault = { 0 };
	struct statement_list list;
	size_t n = 0;

	ck_assert_msg(statement_split(one->lexis, one->script, &list, &fault), "%s: line %zu, %s",
		      one->script, fault.line, fault.why);
	for (; n < list.count && one->pieces[n].sql; n++) {
		ck_assert_str_eq(list.pieces[n].sql, one->pieces[n].sql);
		ck_assert_uint_eq(list.pieces[n].line, one->pieces[n].line);
	}
	ck_assert_msg(n == list.count && !one->pieces[n].sql, "%s: %zu pieces", one->script,
		      list.count);
	statement_list_finish(&list);
}
END_TEST

struct error_case {
	const struct lexis *lexis;
	const char *script;
	size_t line;
	const char *why;
};

static const struct error_case errors[] = {
	{ &mysql, "SELECT 1;\nSELECT 'a\nb;\nc", 2, "a text has no closing quote" },
	{ &mysql, "SELECT 1;\n\nSELECT `a;\nb", 3, "a quoted name has no closing quote" },
	{ &mysql, "SELECT 1;\n/* SELECT 2;\n", 2, "a comment has no end" },
	{ &mysql, "SELECT 1;\n/*! SELECT 2;\n", 3, "a comment has no end" },
	{ &dollars, "\nSELECT $a$ ;\n$b$", 2, "a dollar-quoted text has no end" },
	{ &mysql, "CREATE PROCEDURE p()\nBEGIN\nSELECT 1;\n", 2, "a block has no END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN\nIF 1 THEN SELECT 1; END;\nSELECT 2;", 1,
	  "a block has no END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN\nLOOP\nSELECT 1;", 2, "a block has no END" },
	{ &mysql, "CREATE PROCEDURE p() BEGIN SELECT\nCASE 1; END;", 1, "a block has no END" },
	{ &sqlite, "SELECT 1;\nCREATE TRIGGER g AFTER INSERT ON t\nBEGIN\nSELECT 1;", 3,
	  "a block has no END" },
	{ &mysql, "SELECT 1;\nDELIMITER\nSELECT 2;", 2, "a DELIMITER line names no delimiter" },
	{ &mysql, "DELIMITER", 1, "a DELIMITER line names no delimiter" },
};

START_TEST(what_has_no_end_is_an_error_with_its_line)
{
	const struct error_case *one = &errors[_i];
	struct statement_fault fault = { 0 };
	struct statement_list list;

	ck_assert_msg(!statement_split(one->lexis, one->script, &list, &fault), "%s", one->script);
	ck_assert_str_eq(fault.why, one->why);
	ck_assert_uint_eq(fault.line, one->line);
	ck_assert_ptr_null(list.pieces);
	statement_list_finish(&list);
}
END_TEST

START_TEST(a_long_script_is_cut_whole)
{
	enum { STATEMENTS = 20000 };
	struct text script = { 0 };
	struct statement_fault fault = { 0 };
	struct statement_list list;

	for (size_t i = 0; i < STATEMENTS; i++)
		text_print(&script, "INSERT INTO t VALUES (%zu, 'a;b');\n", i);
	ck_assert(statement_split(&mysql, text_get(&script), &list, &fault));
	ck_assert_uint_eq(list.count, STATEMENTS);
	ck_assert_uint_eq(list.pieces[STATEMENTS - 1].line, STATEMENTS);
	statement_list_finish(&list);
	text_finish(&script);
}
END_TEST

#define ADD_LOOP(cases, test, table)                                                               \
	tcase_add_loop_test(cases, test, 0, sizeof(table) / sizeof *(table))

Suite *split_suite(void);

Suite *split_suite(void)
{
	Suite *suite = suite_create("cutting of scripts");
	TCase *cases = tcase_create("split");

	ADD_LOOP(cases, a_body_is_one_piece_among_others, bodies);
	ADD_LOOP(cases, a_body_is_a_single_statement, bodies);
	ADD_LOOP(cases, a_script_is_cut_where_its_statements_end, splits);
	ADD_LOOP(cases, what_has_no_end_is_an_error_with_its_line, errors);
	tcase_add_test(cases, a_long_script_is_cut_whole);
	suite_add_tcase(suite, cases);
	return suite;
}
