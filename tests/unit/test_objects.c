#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "dialect/dialect.h"

/* `expected` is what list_text() makes: the fate, then change, kind and name of each object. */
struct object_case {
	const char *sql;
	const char *expected;
};

#define AGAIN   "again"
#define UNKNOWN "unknown"

static const struct object_case creations[] = {
	{ "CREATE TABLE t (a INT)", "appears table `t`" },
	{ "create table t (a int)", "appears table `t`" },
	{ " \n/* x */ CREATE -- y\n TABLE # z\n t(a INT)", "appears table `t`" },
	{ "CREATE TABLE t (a INT);", "appears table `t`" },
	{ "CREATE TABLE shop.t (a INT)", "appears table `shop`.`t`" },
	{ "CREATE TABLE `shop` . `t` (a INT)", "appears table `shop`.`t`" },
	{ "CREATE TABLE .t (a INT)", "appears table `t`" },
	{ "CREATE TABLE `odd ``name. x` (a INT)", "appears table `odd ``name. x`" },
	{ "CREATE TABLE \"an `ansi` \"\"name\" (a INT)", "appears table `an ``ansi`` \"name`" },
	{ "CREATE TABLE `table`(a INT)", "appears table `table`" },
	{ "CREATE TABLE 2nd (a INT)", "appears table `2nd`" },
	{ "CREATE TABLE t LIKE u", "appears table `t`" },
	{ "CREATE TABLE t (LIKE u)", "appears table `t`" },
	{ "CREATE TABLE t SELECT * FROM u", "appears table `t`" },
	{ "CREATE TABLE t (a INT) AS SELECT 1 AS a", "appears table `t`" },
	{ "CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES u (a))", "appears table `t`" },
	{ "CREATE OR REPLACE TABLE t (a INT)", "replaced table `t` ?" },
	{ "CREATE OR REPLACE TABLE t SELECT * FROM u", "replaced table `t` ?" },
	{ "CREATE TABLE IF NOT EXISTS t (a INT)", AGAIN },
	{ "CREATE TABLE IF NOT EXISTS t SELECT 1", AGAIN },
	{ "CREATE SEQUENCE s START WITH 7", "appears sequence `s`" },
	{ "CREATE SEQUENCE IF NOT EXISTS s", AGAIN },
	{ "CREATE OR REPLACE SEQUENCE s", "replaced sequence `s` ?" },
	{ "CREATE TEMPORARY SEQUENCE s", AGAIN " ?" },
	{ "CREATE INDEX i ON t (a)", "changes table `t`" },
	{ "CREATE UNIQUE INDEX i ON shop.t (a)", "changes table `shop`.`t`" },
	{ "CREATE FULLTEXT INDEX i ON t (a)", "changes table `t`" },
	{ "CREATE SPATIAL INDEX i ON t (a)", "changes table `t`" },
	{ "CREATE INDEX `on` USING BTREE ON `t` (a)", "changes table `t`" },
	{ "CREATE INDEX i ON t WAIT 3 (a) ALGORITHM=INPLACE", "changes table `t`" },
	{ "CREATE INDEX IF NOT EXISTS i ON t (a)", AGAIN },
	{ "CREATE OR REPLACE INDEX i ON t (a)", AGAIN },
	{ "CREATE VIEW v AS SELECT 1", "appears view `v`" },
	{ "CREATE ALGORITHM=MERGE DEFINER=root@localhost SQL SECURITY INVOKER VIEW v AS SELECT 1",
	  "appears view `v`" },
	{ "CREATE DEFINER = `view`@'table' VIEW v AS SELECT 1", "appears view `v`" },
	{ "CREATE DEFINER = view@table VIEW v AS SELECT 1", "appears view `v`" },
	{ "CREATE DEFINER = CURRENT_USER() VIEW v AS SELECT 1", "appears view `v`" },
	{ "CREATE DEFINER = CURRENT_ROLE SQL SECURITY DEFINER VIEW v AS SELECT 1",
	  "appears view `v`" },
	{ "CREATE OR REPLACE VIEW v AS SELECT 1", AGAIN },
	{ "CREATE VIEW IF NOT EXISTS v AS SELECT 1", AGAIN },
	{ "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a = 1; END",
	  "appears trigger `g`" },
	{ "CREATE DEFINER=a@b TRIGGER shop.g AFTER DELETE ON t FOR EACH ROW SET @a = 1",
	  "appears trigger `shop`.`g`" },
	{ "CREATE OR REPLACE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a = 1", AGAIN " ?" },
	{ "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END", "appears procedure `p` ?" },
	{ "CREATE DEFINER='a'@'%' PROCEDURE shop.p(x INT) SELECT x",
	  "appears procedure `shop`.`p` ?" },
	{ "CREATE OR REPLACE PROCEDURE p() SELECT 1", AGAIN " ?" },
	{ "CREATE FUNCTION f() RETURNS INT RETURN 1", "appears function `f` ?" },
	{ "CREATE AGGREGATE FUNCTION f(x INT) RETURNS INT RETURN 1", "appears function `f` ?" },
	{ "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'", UNKNOWN },
	{ "CREATE FUNCTION IF NOT EXISTS f() RETURNS INT RETURN 1", AGAIN " ?" },
	{ "CREATE PACKAGE p AS FUNCTION f RETURN INT; END", "appears package `p` ?" },
	{ "CREATE PACKAGE BODY p AS BEGIN NULL; END", "appears package body `p` ?" },
	{ "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1", "appears event `e` ?" },
	{ "CREATE EVENT e ON SCHEDULE EVERY 1 DAY ENDS '2030-01-01' DO SELECT 1", UNKNOWN },
	{ "CREATE EVENT e ON SCHEDULE AT CURRENT_TIMESTAMP DO SELECT 1", UNKNOWN },
	{ "CREATE EVENT e ON SCHEDULE AT '2030-01-01' ON COMPLETION NOT PRESERVE DO SELECT 1",
	  UNKNOWN },
	{ "CREATE EVENT e ON SCHEDULE AT '2030-01-01' ON COMPLETION PRESERVE DO SELECT 1",
	  "appears event `e` ?" },
	{ "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 'ON COMPLETION PRESERVE', ends FROM t",
	  "appears event `e` ?" },
	{ "CREATE EVENT IF NOT EXISTS e ON SCHEDULE AT NOW() DO SELECT 1", UNKNOWN },
	{ "CREATE OR REPLACE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1", "renewed event `e` ?" },
	{ "CREATE DATABASE d", "appears database `d` ?" },
	{ "CREATE SCHEMA `d-1` CHARACTER SET utf8mb4", "appears database `d-1` ?" },
	{ "CREATE DATABASE IF NOT EXISTS d", AGAIN " ?" },
	{ "CREATE OR REPLACE DATABASE d", "replaced database `d` ?" },
	{ "CREATE USER u", UNKNOWN },
	{ "CREATE USER IF NOT EXISTS u IDENTIFIED BY 'x'", AGAIN " ?" },
	{ "CREATE OR REPLACE ROLE r", AGAIN " ?" },
	{ "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'x')", UNKNOWN },
};

static const struct object_case alterations[] = {
	{ "ALTER TABLE t ADD b INT", "changes table `t`" },
	{ "ALTER ONLINE IGNORE TABLE IF EXISTS shop.t WAIT 5 ADD b INT",
	  "changes table `shop`.`t`" },
	{ "ALTER TABLE t NOWAIT ADD COLUMN IF NOT EXISTS b INT", "changes table `t`" },
	{ "ALTER TABLE `rename` ADD b INT", "changes table `rename`" },
	{ "ALTER TABLE t FORCE", "changes table `t`" },
	{ "ALTER TABLE t", "changes table `t`" },
	{ "ALTER TABLE t RENAME TO u", "goes table `t`, appears table `u`" },
	{ "ALTER TABLE t RENAME u", "goes table `t`, appears table `u`" },
	{ "ALTER TABLE t RENAME AS u", "goes table `t`, appears table `u`" },
	{ "ALTER TABLE t RENAME = `to`", "goes table `t`, appears table `to`" },
	{ "ALTER TABLE t ADD b DECIMAL(3,1), RENAME shop.u, COMMENT 'x, RENAME y'",
	  "goes table `t`, appears table `shop`.`u`" },
	{ "ALTER TABLE t RENAME TO t", "changes table `t`" },
	{ "ALTER TABLE t RENAME COLUMN a TO b, RENAME INDEX i TO j", "changes table `t`" },
	{ "ALTER TABLE t RENAME KEY i TO j, ADD (b INT, c INT)", "changes table `t`" },
	{ "ALTER TABLE t DROP COLUMN a, ADD COLUMN b INT", "changes table `t`" },
	{ "ALTER TABLE t DROP COLUMN a, ADD COLUMN a INT", UNKNOWN },
	{ "ALTER TABLE t DROP IF EXISTS a, ADD (b INT, A INT)", UNKNOWN },
	{ "ALTER TABLE t ADD COLUMN `a` INT, DROP a", UNKNOWN },
	{ "ALTER TABLE t DROP INDEX a, ADD INDEX a (b)", "changes table `t`" },
	{ "ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a)", "changes table `t`" },
	{ "ALTER TABLE t DROP FOREIGN KEY a, ADD CONSTRAINT a CHECK (b > 1)", "changes table `t`" },
	{ "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4", "changes table `t`" },
	{ "ALTER TABLE t ADD PARTITION (PARTITION p VALUES LESS THAN (9))", "changes table `t` ?" },
	{ "ALTER TABLE t REMOVE PARTITIONING", "changes table `t` ?" },
	{ "ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u", UNKNOWN },
	{ "ALTER TABLE t TRUNCATE PARTITION p", UNKNOWN },
	{ "ALTER TABLE t CONVERT PARTITION p TO TABLE u",
	  "changes table `t`, appears table `u` ?" },
	{ "ALTER TABLE t CONVERT TABLE u TO PARTITION p VALUES LESS THAN (9)",
	  "changes table `t`, goes table `u` ?" },
	{ "ALTER TABLE t DISCARD TABLESPACE", UNKNOWN },
	{ "ALTER TABLE t IMPORT TABLESPACE", UNKNOWN },
	{ "ALTER VIEW v AS SELECT 1", AGAIN " ?" },
	{ "ALTER DEFINER=a@b VIEW v AS SELECT 1", AGAIN " ?" },
	{ "ALTER PROCEDURE p COMMENT 'x'", AGAIN " ?" },
	{ "ALTER SEQUENCE s INCREMENT 2", "changes sequence `s` ?" },
	{ "ALTER SEQUENCE IF EXISTS s RESTART 9", UNKNOWN },
	{ "ALTER EVENT e ON SCHEDULE EVERY 1 HOUR", "changes event `e` ?" },
	{ "ALTER DEFINER=a@b EVENT e RENAME TO f", "goes event `e`, appears event `f` ?" },
	{ "ALTER EVENT e DO RENAME TABLE a TO b", "changes event `e` ?" },
	{ "ALTER DATABASE CHARACTER SET utf8mb4", AGAIN " ?" },
	{ "ALTER DATABASE `#mysql50#x` UPGRADE DATA DIRECTORY NAME", UNKNOWN },
	{ "ALTER USER u IDENTIFIED BY 'x'", AGAIN " ?" },
	{ "ALTER INSTANCE RELOAD TLS", UNKNOWN },
};

static const struct object_case removals[] = {
	{ "DROP TABLE t", "goes table `t`" },
	{ "DROP TABLES t, shop.u RESTRICT", "goes table `t`, goes table `shop`.`u` ?" },
	{ "DROP TABLE t WAIT 9", "goes table `t`" },
	{ "DROP TABLE IF EXISTS t, u", "may-go table `t`, may-go table `u` ?" },
	{ "DROP VIEW v, w", "goes view `v`, goes view `w` ?" },
	{ "DROP VIEW IF EXISTS v", AGAIN },
	{ "DROP INDEX i ON t", "changes table `t`" },
	{ "DROP INDEX IF EXISTS i ON t", AGAIN },
	{ "DROP INDEX `PRIMARY` ON `a b`.`c`", "changes table `a b`.`c`" },
	{ "DROP TRIGGER shop.g", "goes trigger `shop`.`g`" },
	{ "DROP TRIGGER IF EXISTS g", AGAIN },
	{ "DROP PROCEDURE p", "goes procedure `p` ?" },
	{ "DROP FUNCTION f", "goes function `f` ?" },
	{ "DROP FUNCTION IF EXISTS f", AGAIN " ?" },
	{ "DROP PACKAGE p", "goes package `p` ?" },
	{ "DROP PACKAGE BODY p", "goes package body `p` ?" },
	{ "DROP EVENT e", "goes event `e` ?" },
	{ "DROP SEQUENCE s", "goes sequence `s`" },
	{ "DROP SEQUENCE IF EXISTS s", "may-go sequence `s`" },
	{ "DROP DATABASE d", "goes database `d` ?" },
	{ "DROP SCHEMA IF EXISTS d", "may-go database `d` ?" },
	{ "DROP USER u", UNKNOWN },
	{ "DROP ROLE IF EXISTS r", AGAIN " ?" },
	{ "DROP TABLE", UNKNOWN },
	{ "DROP TABLE t,", UNKNOWN },

	{ "RENAME TABLE a TO b", "goes table `a`, appears table `b`" },
	{ "RENAME TABLES IF EXISTS a WAIT 3 TO shop.b",
	  "goes table `a`, appears table `shop`.`b`" },
	{ "RENAME TABLE a TO b, c TO d",
	  "goes table `a`, appears table `b`, goes table `c`, appears table `d`" },
	{ "RENAME TABLE a TO old, new TO a", "appears table `old`, goes table `new`" },
	{ "RENAME TABLE a TO x, b TO a, x TO b", "swapped table `a`, swapped table `b`" },
	{ "RENAME TABLE a TO x, b TO a, c TO b, x TO c",
	  "swapped table `a`, swapped table `b`, swapped table `c`" },
	{ "RENAME TABLE a TO x, b TO a, x TO b, c TO d",
	  "swapped table `a`, swapped table `b`, goes table `c`, appears table `d`" },
	{ "RENAME TABLE a TO x, x TO y", "goes table `a`, appears table `y`" },
	{ "RENAME TABLE a TO x, x TO a", AGAIN },
	{ "RENAME TABLE a TO b, a TO c", UNKNOWN },
	{ "RENAME TABLE a TO b, c TO b", UNKNOWN },
	{ "RENAME TABLE a", UNKNOWN },
	{ "RENAME USER a TO b", UNKNOWN },
};

static const struct object_case others[] = {
	{ "ANALYZE TABLE t", AGAIN " ?" },
	{ "ANALYZE LOCAL TABLE t PERSISTENT FOR ALL", AGAIN " ?" },
	{ "ANALYZE UPDATE t SET a = a + 1", UNKNOWN },
	{ "ANALYZE SELECT 1", UNKNOWN },
	{ "OPTIMIZE TABLE t", AGAIN " ?" },
	{ "CHECK TABLE t", AGAIN " ?" },
	{ "REPAIR TABLE t", AGAIN " ?" },
	{ "CHECKSUM TABLE t", AGAIN " ?" },
	{ "FLUSH TABLES", AGAIN " ?" },
	{ "FLUSH TABLES t WITH READ LOCK", AGAIN " ?" },
	{ "LOCK TABLES t WRITE", AGAIN " ?" },
	{ "UNLOCK TABLES", AGAIN " ?" },
	{ "GRANT SELECT ON t TO u", AGAIN " ?" },
	{ "REVOKE SELECT ON t FROM u", UNKNOWN },
	{ "SET autocommit = 0", AGAIN " ?" },
	{ "SET autocommit = f()", UNKNOWN },
	{ "SET PASSWORD FOR u = PASSWORD('x')", AGAIN " ?" },
	{ "SET STATEMENT max_statement_time = 9 FOR ALTER TABLE t ADD b INT", "changes table `t`" },
	{ "SET STATEMENT a = 1, b = 2 FOR SET STATEMENT c = 3 FOR DROP TABLE t", "goes table `t`" },
	{ "SET STATEMENT max_statement_time = (SELECT f()) FOR DROP TABLE t", UNKNOWN },
	{ "SET STATEMENT max_statement_time = 9", UNKNOWN },
	{ "TRUNCATE TABLE t", UNKNOWN },
	{ "TRUNCATE t", UNKNOWN },
	{ "CALL p()", UNKNOWN },
	{ "EXECUTE s", UNKNOWN },
	{ "EXECUTE IMMEDIATE 'DROP TABLE t'", UNKNOWN },
	{ "LOAD DATA INFILE 'x' INTO TABLE t", UNKNOWN },
	{ "LOAD INDEX INTO CACHE t", AGAIN " ?" },
	{ "SELECT 1 INTO OUTFILE 'x'", UNKNOWN },
	{ "BEGIN NOT ATOMIC DROP TABLE t; END", UNKNOWN },
	{ "IF 1 THEN DROP TABLE t; END IF", UNKNOWN },
	{ "KILL 5", UNKNOWN },
	{ "RESET MASTER", UNKNOWN },
	{ "INSTALL SONAME 'x'", UNKNOWN },
	{ "whatever comes next year", UNKNOWN },
	{ "", UNKNOWN },
	{ "CREATE TABLE `t", UNKNOWN },
	{ "CREATE TABLE t.", UNKNOWN },

	{ "/*!50003 CREATE TABLE t (a INT) */", UNKNOWN },
	{ "CREATE TABLE t (a INT) /*!50100 PARTITION BY HASH (a) */", "appears table `t`" },
	{ "CREATE /*!50017 DEFINER=a@b */ TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a = 1",
	  "appears trigger `g`" },
	{ "CREATE DATABASE /*!32312 IF NOT EXISTS*/ d", UNKNOWN },
	{ "DROP TABLE t /*!99999 , u */", UNKNOWN },
	{ "ALTER TABLE t /*M! RENAME u */", UNKNOWN },
};

static void add_fate(struct text *out, const struct object_list *list)
{
	if (list->fate == FATE_REPEATABLE)
		text_add(out, AGAIN);
	if (list->fate == FATE_UNKNOWABLE)
		text_add(out, UNKNOWN);
}

/* A question mark ends the text of a statement that may leave something behind when refused. */
static char *list_text(const struct object_list *list)
{
	struct text out = { 0 };

	add_fate(&out, list);
	for (size_t i = 0; i < list->count; i++)
		text_print(&out, "%s%s %s %s", i ? ", " : "",
			   object_change_name(list->items[i].change),
			   object_kind_name(list->items[i].kind), list->items[i].name);
	if (list->fate != FATE_UNKNOWABLE && !list->all_or_nothing)
		text_add(&out, " ?");
	return text_take(&out);
}

static void check_case(const struct lexis *lexis, const struct object_case *one)
{
	struct object_list list = { 0 };
	char *text;

	dialect_mysql.objects(lexis, one->sql, &list);
	text = list_text(&list);
	ck_assert_msg(strcmp(text, one->expected) == 0, "%s: %s, not %s", one->sql, text,
		      one->expected);
	ck_assert_msg(list.fate != FATE_UNKNOWABLE || list.why, "%s: no reason", one->sql);
	ck_assert_msg((list.fate == FATE_COMPARE) == (list.count > 0), "%s", one->sql);
	free(text);
	object_list_finish(&list);
}

#define CASE_TEST(test_name, cases)                                                                \
	START_TEST(test_name)                                                                      \
	{                                                                                          \
		check_case(&dialect_mysql.lexis, &(cases)[_i]);                                    \
	}                                                                                          \
	END_TEST

CASE_TEST(what_a_creation_makes, creations)
CASE_TEST(what_an_alteration_changes, alterations)
CASE_TEST(what_a_removal_or_renaming_takes_away, removals)
CASE_TEST(what_else_commits_by_itself, others)

START_TEST(every_cut_of_a_statement_is_read_without_harm)
{
	const char *sql = alterations[_i].sql;

	for (size_t length = strlen(sql); length; length--) {
		char *cut = strndup(sql, length);
		struct object_list list = { 0 };

		dialect_mysql.objects(&dialect_mysql.lexis, cut, &list);
		ck_assert((list.fate == FATE_COMPARE) == (list.count > 0));
		object_list_finish(&list);
		free(cut);
	}
}
END_TEST

START_TEST(a_database_in_a_file_is_never_asked)
{
	struct object_list list;

	dialect_sqlite.objects(&dialect_sqlite.lexis, "VACUUM", &list);
	ck_assert_int_eq(list.fate, FATE_REPEATABLE);
	ck_assert_uint_eq(list.count, 0);
	object_list_finish(&list);
}
END_TEST

struct cleaning_case {
	enum object_kind kind;
	enum object_change change;
	const char *shown, *clean;
};

static const struct cleaning_case cleanings[] = {
	{ OBJECT_TABLE, OBJECT_CHANGES,
	  "CREATE TABLE `a` (`i` int AUTO_INCREMENT) AUTO_INCREMENT=7 X",
	  "CREATE TABLE `a` (`i` int AUTO_INCREMENT) X" },
	{ OBJECT_TABLE, OBJECT_CHANGES, "CREATE TABLE `a` (`i` int) COMMENT=' AUTO_INCREMENT=7 '",
	  "CREATE TABLE `a` (`i` int) COMMENT=' AUTO_INCREMENT=7 '" },
	{ OBJECT_TABLE, OBJECT_CHANGES, "CREATE TABLE `a` (`i` int COMMENT ')') AUTO_INCREMENT=77",
	  "CREATE TABLE `a` (`i` int COMMENT ')')" },
	{ OBJECT_TABLE, OBJECT_CHANGES, "CREATE TABLE \"a\" (\"i\" text DEFAULT '\"i\"')",
	  "CREATE TABLE `a` (`i` text DEFAULT '\"i\"')" },
	{ OBJECT_TABLE, OBJECT_CHANGES, "CREATE TABLE `a` (`AUTO_INCREMENT=7` int)",
	  "CREATE TABLE `a` (`AUTO_INCREMENT=7` int)" },
	{ OBJECT_TABLE, OBJECT_CHANGES, "CREATE TABLE `a` (`i` int) X AUTO\nPARTITIONS 4 Y",
	  "CREATE TABLE `a` (`i` int) X AUTO Y" },
	{ OBJECT_TABLE, OBJECT_SWAPPED,
	  "CREATE TABLE `a` (`i` int, CONSTRAINT `a_ibfk_1` REFERENCES `b` (`i`))",
	  "CREATE TABLE `` (`i` int, CONSTRAINT `` REFERENCES `` (`i`))" },
	{ OBJECT_EVENT, OBJECT_CHANGES,
	  "CREATE EVENT `e` ON COMPLETION PRESERVE ENABLE DO SELECT 1",
	  "CREATE EVENT `e` ON COMPLETION PRESERVE DO SELECT 1" },
	{ OBJECT_EVENT, OBJECT_CHANGES, "ON COMPLETION NOT PRESERVE DISABLE ON SLAVE DO SELECT 1",
	  "ON COMPLETION NOT PRESERVE DO SELECT 1" },
	{ OBJECT_PROCEDURE, OBJECT_APPEARS, "CREATE PROCEDURE `p`() SET @a = 'PRESERVE",
	  "CREATE PROCEDURE `p`() SET @a = 'PRESERVE" },
};

START_TEST(what_changes_by_itself_is_not_compared)
{
	const struct cleaning_case *one = &cleanings[_i];
	struct object_list list = { 0 };
	struct text clean = { 0 };

	object_list_add(&list, one->kind, one->change, strdup("`shop`.`a`"));
	object_list_add(&list, one->kind, one->change, strdup("`b`"));
	dialect_mysql.clean_object(&list, &list.items[0], one->shown, &clean);
	ck_assert_str_eq(text_get(&clean), one->clean);
	text_finish(&clean);
	object_list_finish(&list);
}
END_TEST

Suite *objects_suite(void);

#define ADD(name, cases) tcase_add_loop_test(tests, name, 0, sizeof(cases) / sizeof *(cases))

Suite *objects_suite(void)
{
	Suite *suite = suite_create("objects of statements");
	TCase *tests = tcase_create("objects");

	ADD(what_a_creation_makes, creations);
	ADD(what_an_alteration_changes, alterations);
	ADD(what_a_removal_or_renaming_takes_away, removals);
	ADD(what_else_commits_by_itself, others);
	ADD(every_cut_of_a_statement_is_read_without_harm, alterations);
	tcase_add_test(tests, a_database_in_a_file_is_never_asked);
	ADD(what_changes_by_itself_is_not_compared, cleanings);
	suite_add_tcase(suite, tests);
	return suite;
}
