/* The text of PostgreSQL: what its statements are, what they make, where they end. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#define GLIM_RUNNER
#include <glim/migration.h>

#include "base/text.h"
#include "dialect/dialect.h"
#include "dialect/sqlstate.h"
#include "statement/statement.h"

static const struct object_case {
	const char *sql, *expected;
} objects[] = {
	{ "CREATE INDEX CONCURRENTLY i ON t (a)", "appears index \"i\" ON \"t\"" },
	{ "create unique index concurrently I on only Shop.\"T\" (a)",
	  "appears index \"i\" ON \"shop\".\"T\"" },
	{ "CREATE INDEX CONCURRENTLY ON t (a)", "changes indexes of \"t\"" },
	{ "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)", "again" },
	{ "CREATE INDEX CONCURRENTLY \"o\"\"dd\" ON t (a)", "appears index \"o\"\"dd\" ON \"t\"" },
	{ "DROP INDEX CONCURRENTLY shop.i", "goes index \"shop\".\"i\"" },
	{ "DROP INDEX CONCURRENTLY IF EXISTS i", "again" },
	{ "CREATE DATABASE shop", "appears database \"shop\"" },
	{ "DROP DATABASE shop", "goes database \"shop\"" },
	{ "DROP DATABASE IF EXISTS shop", "may-go database \"shop\"" },
	{ "CREATE TABLESPACE fast LOCATION '/x'", "appears tablespace \"fast\"" },
	{ "ALTER TABLE t DETACH PARTITION p CONCURRENTLY", "goes partition \"p\"" },
	{ "VACUUM t", "again" },
	{ "REINDEX TABLE CONCURRENTLY t", "again" },
	{ "ALTER SYSTEM SET work_mem = '8MB'", "again" },
	{ "CALL p()", "unknown" },
	{ "DO $$ BEGIN COMMIT; END $$", "unknown" },
	{ "COPY t TO '/x'", "unknown" },
	{ "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p", "unknown" },
};

static char *list_text(const struct object_list *list)
{
	struct text text = { 0 };

	if (list->fate == FATE_REPEATABLE)
		text_add(&text, "again");
	else if (list->fate == FATE_UNKNOWABLE)
		text_add(&text, "unknown");
	for (size_t i = 0; i < list->count; i++)
		text_print(&text, "%s %s %s", object_change_name(list->items[i].change),
			   object_kind_name(list->items[i].kind), list->items[i].name);
	return text_take(&text);
}

START_TEST(a_boundary_names_its_objects)
{
	const struct dialect *dialect = &dialect_postgresql;
	struct object_list list;
	char *text;

	dialect->objects(&dialect->lexis, objects[_i].sql, &list);
	text = list_text(&list);
	ck_assert_str_eq(text, objects[_i].expected);
	ck_assert_int_eq(list.fate == FATE_UNKNOWABLE, list.why != NULL);
	free(text);
	object_list_finish(&list);
}
END_TEST

static const struct {
	const char *sql;
	bool locally;
	const char *keeps; /* NULL: a new session that sets the same knows it all */
} settings[] = {
	{ "SET search_path = app", false, NULL },
	{ "SET LOCAL search_path = app", true, NULL },
	{ "/* why */ set local role x", true, NULL },
	{ "SET CONSTRAINTS ALL DEFERRED", true, NULL },
	{ "SELECT set_config('a.b', '1', false)", false, NULL },
	{ "SELECT pg_catalog.set_config('a.b', '1', true)", true, NULL },
	{ "SELECT set_config('a.b', (SELECT max(n) FROM t)::text, false)", false, "setting" },
	{ "SELECT set_config('a.b', now()::text, false)", false, "setting" },
	{ "UPDATE t SET local = true WHERE f(true)", false, NULL },
	{ "CREATE TABLE pg_temp.t (n INT)", false, "temporary" },
	{ "SELECT n INTO \"pg_temp\".t FROM u", false, "temporary" },
	{ "DECLARE c CURSOR WITH HOLD FOR SELECT 1", false, "cursor" },
	{ "DECLARE c CURSOR FOR SELECT 1", false, NULL },
	{ "DO $$ BEGIN UPDATE t SET n = 1; END $$", false, NULL },
	{ "DO $x$ BEGIN SET search_path = app; END $x$", false, "block" },
	{ "DO $$ BEGIN SET LOCAL search_path = app; END $$", false, NULL },
	{ "DO LANGUAGE plpgsql E'BEGIN IF true THEN SET ROLE x; END IF; END'", false, "block" },
	{ "DO $$ BEGIN PERFORM set_config('a.b', f(true), false); END $$", false, "block" },
	{ "DO $$ BEGIN PERFORM set_config('a.b', '1', true); END $$", false, NULL },
};

START_TEST(what_a_session_keeps_of_a_statement)
{
	const struct dialect *dialect = &dialect_postgresql;
	const char *sql = settings[_i].sql;
	const char *keeps = dialect->session_keeps(&dialect->lexis, sql);

	ck_assert_int_eq(dialect->sets_locally(&dialect->lexis, sql), settings[_i].locally);
	ck_assert_int_eq(keeps != NULL, settings[_i].keeps != NULL);
	if (keeps)
		ck_assert_msg(strstr(keeps, settings[_i].keeps), "%s", keeps);
}
END_TEST

static const struct {
	const char *sql;
	const char *holds; /* NULL: it leaves nothing */
} leftovers[] = {
	{ "REINDEX (CONCURRENTLY) INDEX i", "indexrelid = pg_catalog.to_regclass('\"i\"')" },
	{ "REINDEX (VERBOSE, CONCURRENTLY) TABLE t", "indrelid = pg_catalog.to_regclass('\"t\"')" },
	{ "REINDEX SCHEMA CONCURRENTLY s", "nspname" },
	{ "REINDEX (CONCURRENTLY) DATABASE d", "AND true" },
	{ "REINDEX (VERBOSE) TABLE t", NULL },
	{ "CREATE INDEX CONCURRENTLY i ON t (a)",
	  "to_regclass('\"t\"') AND c.relname = 'i'::name" },
	{ "CREATE INDEX CONCURRENTLY IF NOT EXISTS \"it's\" ON t (a)", "'it''s'::name" },
	{ "CREATE INDEX CONCURRENTLY ON t (a)",
	  "pg_get_indexdef(i.indexrelid, 1, false) = pg_catalog.quote_ident('a'::name) "
	  "AND i.indnkeyatts = 1" },
	{ "CREATE INDEX CONCURRENTLY ON ONLY shop.t USING gist (lower(a, b), \"B\" DESC) INCLUDE "
	  "(c)",
	  "c.relname ~ '_idx[0-9]*$'" },
	{ "CREATE INDEX CONCURRENTLY ON ONLY shop.t USING gist (lower(a, b), \"B\" DESC) INCLUDE "
	  "(c)",
	  "indexdef(i.indexrelid, 2, false) = pg_catalog.quote_ident('B'::name) "
	  "AND i.indnkeyatts = 2" },
	{ "CREATE INDEX CONCURRENTLY ON t", NULL },
	{ "CREATE INDEX i ON t (a)", NULL },
	{ "CREATE INDEX CONCURRENTLY i ON t (a)", "p.relid = i.indrelid))::int, 1 FROM" },
	{ "CREATE INDEX CONCURRENTLY ON t (a)", "p.relid = i.indrelid))::int, 0 FROM" },
	{ "REINDEX INDEX CONCURRENTLY i", "p.relid = i.indrelid))::int, 0 FROM" },
	{ "REINDEX INDEX CONCURRENTLY i", "indexrelid = pg_catalog.to_regclass('\"i\"')" },
	{ "REINDEX (VERBOSE) TABLE CONCURRENTLY shop.t", "to_regclass('\"shop\".\"t\"')" },
	{ "REINDEX TABLE t", NULL },
	{ "DROP INDEX CONCURRENTLY i", NULL },
};

START_TEST(what_a_broken_try_leaves_is_asked_for)
{
	const struct dialect *dialect = &dialect_postgresql;
	struct text query = { 0 };
	const bool asks = dialect->leftovers(&dialect->lexis, leftovers[_i].sql, &query);

	ck_assert_int_eq(asks, leftovers[_i].holds != NULL);
	if (asks)
		ck_assert_msg(strstr(text_get(&query), leftovers[_i].holds), "%s",
			      text_get(&query));
	text_finish(&query);
}
END_TEST

static const struct {
	const char *script;
	size_t count;
} scripts[] = {
	{ "SELECT 1; SELECT 2", 2 },
	{ "SELECT E'it\\'s; one'; SELECT 'back\\'; SELECT 3", 3 },
	{ "SELECT e'\\\\'; SELECT 2", 2 },
	{ "CREATE FUNCTION f() RETURNS int AS $$ BEGIN RETURN 1; END $$ LANGUAGE plpgsql; SELECT 2",
	  2 },
	{ "CREATE FUNCTION f() RETURNS int AS $a$ SELECT $$;$$; $a$ LANGUAGE sql; SELECT 2", 2 },
	{ "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 2", 2 },
	{ "CREATE RULE r AS ON DELETE TO v DO INSTEAD (SELECT 1; SELECT 2); SELECT 2", 2 },
	{ "/* one /* two; */ three; */ SELECT 1; SELECT 2", 2 },
	{ "SELECT \"a;b\" FROM t; SELECT 2", 2 },
	{ "DO $$ BEGIN PERFORM 1; END $$", 1 },
};

START_TEST(a_script_is_cut_where_statements_end)
{
	struct statement_list list;
	struct statement_fault fault = { 0 };

	ck_assert_msg(statement_split(&dialect_postgresql.lexis, scripts[_i].script, &list, &fault),
		      "%s: %s", scripts[_i].script, fault.why);
	ck_assert_msg(list.count == scripts[_i].count, "%s: %zu", scripts[_i].script, list.count);
	statement_list_finish(&list);
}
END_TEST

START_TEST(marks_are_numbered_outside_of_texts)
{
	struct text out = { 0 };

	ck_assert_uint_eq(statement_marks(&dialect_postgresql.lexis,
					  "SELECT E'\\'?', $$?$$, \"?\", ?, a ?? 'b', ? -- ?",
					  dialect_postgresql.mark, &out),
			  2);
	ck_assert_str_eq(text_get(&out), "SELECT E'\\'?', $$?$$, \"?\", $1, a ? 'b', $2 -- ?");
	text_finish(&out);
}
END_TEST

START_TEST(the_header_numbers_a_state_as_the_server_does)
{
	static const char *const states[] = { "42P07", "00000", "ZZZZZ", "23505" };

	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		ck_assert_int_eq(glim_sqlstate(states[i]), sqlstate_number(states[i]));
	/* ERRCODE_DUPLICATE_TABLE of utils/errcodes.h */
	ck_assert_int_eq(glim_sqlstate("42P07"), 117571716);
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof *(list))

Suite *postgresql_suite(void);

Suite *postgresql_suite(void)
{
	Suite *suite = suite_create("postgresql");
	TCase *tests = tcase_create("text");

	tcase_add_loop_test(tests, a_boundary_names_its_objects, 0, COUNT(objects));
	tcase_add_loop_test(tests, what_a_session_keeps_of_a_statement, 0, COUNT(settings));
	tcase_add_loop_test(tests, what_a_broken_try_leaves_is_asked_for, 0, COUNT(leftovers));
	tcase_add_loop_test(tests, a_script_is_cut_where_statements_end, 0, COUNT(scripts));
	tcase_add_test(tests, marks_are_numbered_outside_of_texts);
	tcase_add_test(tests, the_header_numbers_a_state_as_the_server_does);
	suite_add_tcase(suite, tests);
	return suite;
}
