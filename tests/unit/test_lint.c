#include "lint/lint.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "dialect/postgresql_lint.h"
#include "dialect/rules.h"

static const struct lexis mysql = MYSQL_LEXIS, dollars = POSTGRESQL_LEXIS;

/* What the database is taken to say of every column. */
struct now {
	const char *type;
	bool nullable;
};

static bool column_now(void *data, const char *table, const char *column, struct lint_column *out)
{
	const struct now *now = data;

	ck_assert_str_eq(table, "t");
	ck_assert_str_eq(column, "a");
	out->type = memory_copy(now->type);
	out->nullable = now->nullable;
	return now->type != NULL;
}

struct lint_case {
	const char *sql;
	const char *rules; /* "drop-table drop-column" */
	struct now now;
};

static const struct lint_case cases_of_lint[] = {
	{ "SELECT 1", "" },
	{ "DROP TABLE t", "drop-table" },
	{ "drop table if exists `x``y`, s.u", "drop-table drop-table" },
	{ "DROP TEMPORARY TABLE t", "" },
	{ "DROP VIEW v", "" },
	{ "DROP INDEX i ON t", "" },
	{ "DROP DATABASE shop", "drop-database" },
	{ "DROP SCHEMA IF EXISTS shop", "drop-database" },
	{ "TRUNCATE t", "truncate" },
	{ "TRUNCATE TABLE t", "truncate" },
	{ "DELETE FROM t", "delete-all" },
	{ "DELETE FROM t WHERE a = 1", "" },
	{ "DELETE FROM t WHERE a IN (SELECT a FROM u)", "" },
	{ "DELETE FROM t -- WHERE", "delete-all" },
	{ "UPDATE t SET a = 'WHERE'", "update-all" },
	{ "UPDATE t SET a = (SELECT b FROM u WHERE b > 1)", "update-all" },
	{ "UPDATE t SET a = 1 WHERE b = 2", "" },
	{ "RENAME TABLE t TO u, v TO w", "rename-table rename-table" },
	{ "ALTER TABLE t DROP COLUMN a", "drop-column" },
	{ "ALTER TABLE t DROP a, DROP INDEX i, DROP PRIMARY KEY, DROP b",
	  "drop-column drop-column" },
	{ "ALTER TABLE s.t DROP COLUMN IF EXISTS a", "drop-column" },
	{ "ALTER TABLE t DROP FOREIGN KEY f, DROP CONSTRAINT c, DROP CHECK k", "" },
	{ "ALTER TABLE t DROP PARTITION p", "drop-partition" },
	{ "ALTER TABLE t TRUNCATE PARTITION p", "drop-partition" },
	{ "ALTER TABLE t ADD COLUMN a INT", "" },
	{ "ALTER TABLE t ADD a INT NOT NULL", "not-null-without-default" },
	{ "ALTER TABLE t ADD a INT NOT NULL DEFAULT 1", "" },
	{ "ALTER TABLE t ADD a INT NOT NULL AUTO_INCREMENT", "" },
	{ "ALTER TABLE t ADD (a INT NOT NULL, b INT NULL, c INT NOT NULL)",
	  "not-null-without-default not-null-without-default" },
	{ "ALTER TABLE t ADD a ENUM('x', 'y,z') NOT NULL, ADD b INT", "not-null-without-default" },
	{ "ALTER TABLE t ADD a VARCHAR(9) AS (b) NOT NULL", "" },
	{ "ALTER TABLE t ADD UNIQUE KEY k (a), ADD CONSTRAINT c CHECK (a IS NOT NULL)", "" },
	{ "ALTER TABLE t RENAME TO u", "rename-table" },
	{ "ALTER TABLE t RENAME u", "rename-table" },
	{ "ALTER TABLE t RENAME COLUMN a TO b", "rename-column" },
	{ "ALTER TABLE t RENAME a TO b", "rename-column" },
	{ "ALTER TABLE t RENAME INDEX i TO j", "" },
	{ "ALTER TABLE t CHANGE a b INT", "rename-column" },
	{ "ALTER TABLE t CHANGE a a INT", "" },
	{ "ALTER TABLE t CHANGE COLUMN a b TINYINT",
	  "rename-column narrower-type",
	  { "int(11)", true } },
	{ "ALTER TABLE t MODIFY a VARCHAR(20)", "narrower-type", { "varchar(40)", true } },
	{ "ALTER TABLE t MODIFY a VARCHAR(40)", "", { "varchar(20)", true } },
	{ "ALTER TABLE t MODIFY a INT", "other-type", { "varchar(20)", true } },
	{ "ALTER TABLE t MODIFY a INT NOT NULL", "not-null", { "int(11)", true } },
	{ "ALTER TABLE t MODIFY a INT NOT NULL", "", { "int(11)", false } },
	{ "ALTER TABLE t ALTER COLUMN a SET NOT NULL", "not-null" },
	{ "ALTER TABLE t ALTER COLUMN a TYPE smallint", "narrower-type", { "integer", true } },
	{ "ALTER TABLE t ALTER a SET DEFAULT 3", "" },
	{ "ALTER TABLE made DROP COLUMN a, RENAME TO kept", "" },
	{ "DROP TABLE made", "" },
	{ "DELETE FROM Made", "" },
};

static char *rules_of(const struct findings *findings)
{
	struct text text = { 0 };

	for (size_t i = 0; i < findings->count; i++)
		text_print(&text, "%s%s", i ? " " : "", findings->list[i].rule);
	return text_take(&text);
}

START_TEST(what_a_statement_does_is_found_in_its_text)
{
	const struct lint_case *one = &cases_of_lint[_i];
	struct lint_tables made = { 0 };
	const struct lint lint = { &mysql, &made, column_now, (void *)&one->now };
	struct findings findings = { 0 };
	char *rules;

	lint_statement(&lint, "CREATE TABLE IF NOT EXISTS `made` (a INT)", &findings);
	ck_assert_uint_eq(findings.count, 0);
	lint_statement(&lint, one->sql, &findings);
	rules = rules_of(&findings);
	ck_assert_msg(strcmp(rules, one->rules) == 0, "%s: %s", one->sql, rules);
	free(rules);
	findings_finish(&findings);
	lint_tables_finish(&made);
}
END_TEST

START_TEST(a_new_table_is_new_under_its_next_name_too)
{
	struct lint_tables made = { 0 };
	const struct lint lint = { .lexis = &mysql, .made = &made };
	struct findings findings = { 0 };

	lint_statement(&lint, "CREATE TABLE a (x INT)", &findings);
	lint_statement(&lint, "ALTER TABLE a ADD y INT, RENAME TO b", &findings);
	lint_statement(&lint, "RENAME TABLE b TO c", &findings);
	lint_statement(&lint, "DROP TABLE c", &findings);
	ck_assert_uint_eq(findings.count, 0);
	findings_finish(&findings);
	lint_tables_finish(&made);
}
END_TEST

struct type_case {
	const char *from, *to;
	enum type_change change;
};

static const struct type_case types[] = {
	{ "int(11)", "INT", TYPE_SAME },
	{ "int(11)", "BIGINT NOT NULL", TYPE_WIDER },
	{ "bigint(20)", "int", TYPE_NARROWER },
	{ "int(10) unsigned", "BIGINT", TYPE_WIDER },
	{ "int(11)", "INT UNSIGNED", TYPE_NARROWER },
	{ "int(10) unsigned", "INT", TYPE_NARROWER },
	{ "varchar(20)", "VARCHAR(21)", TYPE_WIDER },
	{ "varchar(20)", "CHAR(20)", TYPE_SAME },
	{ "varchar(200)", "TINYTEXT", TYPE_WIDER },
	{ "text", "VARCHAR(100)", TYPE_NARROWER },
	{ "character varying(40)", "varchar(30)", TYPE_NARROWER },
	{ "decimal(10,2)", "DECIMAL(12,4)", TYPE_WIDER },
	{ "decimal(10,2)", "DECIMAL(10, 4)", TYPE_NARROWER },
	{ "decimal(10,2)", "DECIMAL(10,2)", TYPE_SAME },
	{ "decimal(10,2)", "DECIMAL(12,1)", TYPE_NARROWER },
	{ "enum('a','b')", "ENUM('a','b','c')", TYPE_WIDER },
	{ "enum('a','b')", "ENUM( 'a', 'b' , 'c c')", TYPE_WIDER },
	{ "enum('a','b')", "ENUM('a', 'b')", TYPE_SAME },
	{ "enum('a','b')", "ENUM('a')", TYPE_NARROWER },
	{ "enum('a','b')", "ENUM('a', 'bc')", TYPE_NARROWER },
	{ "enum('a','b')", "ENUM('b','a')", TYPE_NARROWER },
	{ "datetime(6)", "DATETIME", TYPE_NARROWER },
	{ "datetime", "DATE", TYPE_NARROWER },
	{ "double", "FLOAT", TYPE_NARROWER },
	{ "blob", "MEDIUMBLOB", TYPE_WIDER },
	{ "int", "VARCHAR(20)", TYPE_OTHER },
	{ "geometry", "POINT", TYPE_OTHER },
};

START_TEST(types_are_compared_by_what_they_hold)
{
	const struct type_case *one = &types[_i];

	ck_assert_msg(lint_type_change(one->from, one->to) == one->change, "%s to %s: %d",
		      one->from, one->to, lint_type_change(one->from, one->to));
}
END_TEST

static const struct lint_case cases_of_postgresql[] = {
	{ "CREATE INDEX i ON t (a)", "blocks-table" },
	{ "CREATE UNIQUE INDEX IF NOT EXISTS i ON ONLY s.t (a)", "blocks-table" },
	{ "CREATE INDEX ON t (a)", "blocks-table" },
	{ "CREATE INDEX CONCURRENTLY i ON t (a)", "" },
	{ "CREATE INDEX i ON made (a)", "" },
	{ "ALTER TABLE t ALTER COLUMN a TYPE bigint", "rewrites-table", { "integer", true } },
	{ "ALTER TABLE t ALTER a TYPE varchar(90)", "", { "character varying(40)", true } },
	{ "ALTER TABLE t ALTER a SET NOT NULL", "blocks-table" },
	{ "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", "blocks-table" },
	{ "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID, ADD b INT", "" },
	{ "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (a)", "blocks-table" },
	{ "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i", "" },
	{ "ALTER TABLE t ADD COLUMN b uuid DEFAULT gen_random_uuid()", "rewrites-table" },
	{ "ALTER TABLE t ADD b bigserial", "rewrites-table" },
	{ "ALTER TABLE t ADD COLUMN b timestamptz DEFAULT now()", "" },
	{ "ALTER TABLE t SET UNLOGGED", "rewrites-table" },
	{ "ALTER TABLE ONLY made ADD b serial", "" },
	{ "VACUUM FULL t", "rewrites-table" },
	{ "VACUUM t", "" },
};

START_TEST(what_blocks_a_table_is_known_from_the_manual)
{
	const struct lint_case *one = &cases_of_postgresql[_i];
	char *names[] = { "made" };
	struct lint_tables made = { names, 1 };
	const struct lint lint = { &dollars, &made, column_now, (void *)&one->now };
	struct findings findings = { 0 };
	char *rules;

	postgresql_lint(&lint, one->sql, &findings);
	rules = rules_of(&findings);
	ck_assert_msg(strcmp(rules, one->rules) == 0, "%s: %s", one->sql, rules);
	free(rules);
	findings_finish(&findings);
}
END_TEST

#define ADD_LOOP(cases, test, table)                                                               \
	tcase_add_loop_test(cases, test, 0, sizeof(table) / sizeof *(table))

Suite *lint_suite(void);

Suite *lint_suite(void)
{
	Suite *suite = suite_create("lint");
	TCase *cases = tcase_create("lint");

	ADD_LOOP(cases, what_a_statement_does_is_found_in_its_text, cases_of_lint);
	ADD_LOOP(cases, what_blocks_a_table_is_known_from_the_manual, cases_of_postgresql);
	ADD_LOOP(cases, types_are_compared_by_what_they_hold, types);
	tcase_add_test(cases, a_new_table_is_new_under_its_next_name_too);
	suite_add_tcase(suite, cases);
	return suite;
}
