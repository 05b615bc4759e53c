/* Rows by the thousand into PostgreSQL: COPY is to be no other thing than INSERT. */
#include <stdlib.h>

#include "base/memory.h"
#include "way.h"

#define COUNT(list) (int)(sizeof(list) / sizeof *(list))

static void insert_one(const struct target *target, const char *table, const char *const *names,
		       size_t count, const glim_value *values, bool written)
{
	static const bool none[] = { false, false };
	const struct bulk bulk = { BULK_INSERT, table, names, none, count };
	struct outcome outcome = { 0 };
	struct failure failure = { 0 };

	ck_assert_msg(way_write(target, &bulk, values, 1, &outcome, &failure) == written, "%s: %s",
		      table, failure.message);
	failure_finish(&failure);
}

/* Each as itself: as a literal would be read, and cut nowhere. */
static const struct {
	const char *type;
	glim_value value;
	const char *text;
} own_types[] = {
	{ "TEXT",
	  { GLIM_TYPE_TEXT, 18, { .data = "\\.\\N\t\n\r\\\"',{}\b\f\v\\x" } },
	  "\\.\\N\t\n\r\\\"',{}\b\f\v\\x" },
	{ "TEXT", { GLIM_TYPE_TEXT, 4, { .data = "NULL" } }, "NULL" },
	{ "TEXT", { GLIM_TYPE_TEXT, 2, { .data = "\\N" } }, "\\N" },
	{ "TEXT", { GLIM_TYPE_TEXT, 0, { .data = "" } }, "" },
	{ "TEXT", { GLIM_TYPE_NULL, 0, { 0 } }, NULL },
	{ "TEXT", { GLIM_TYPE_INT, 0, { 42 } }, "42" },
	{ "CHAR(5)", { GLIM_TYPE_TEXT, 3, { .data = "abc" } }, "abc" },
	{ "BIT(3)", { GLIM_TYPE_TEXT, 3, { .data = "101" } }, "101" },
	{ "BOOLEAN", { GLIM_TYPE_INT, 0, { 1 } }, "true" },
	{ "NUMERIC(10,2)", { GLIM_TYPE_REAL, 0, { .real = 1234.5 } }, "1234.50" },
	{ "INTEGER[]", { GLIM_TYPE_TEXT, 7, { .data = "{1,2,3}" } }, "{1,2,3}" },
	{ "TEXT[]", { GLIM_TYPE_TEXT, 9, { .data = "{\"a,b\",c}" } }, "{\"a,b\",c}" },
	{ "JSONB", { GLIM_TYPE_TEXT, 10, { .data = "{\"a\":\"\\n\"}" } }, "{\"a\": \"\\n\"}" },
	{ "TIMESTAMP(6)",
	  { GLIM_TYPE_TEXT, 19, { .data = "2026-01-02 03:04:05" } },
	  "2026-01-02 03:04:05" },
	{ "BYTEA", { GLIM_TYPE_BLOB, 4, { .data = "\0a\\\n" } }, "\\x00615c0a" },
	{ "BYTEA", { GLIM_TYPE_BLOB, 0, { .data = "" } }, "\\x" },
	{ "small", { GLIM_TYPE_INT, 0, { 7 } }, "7" },
	{ "letter", { GLIM_TYPE_TEXT, 1, { .data = "z" } }, "z" },
	{ "DOUBLE PRECISION", { GLIM_TYPE_REAL, 0, { .real = -1.0 / 0.0 } }, "-Infinity" },
};

static void expect_text(const struct target *target, const char *sql, const char *expected)
{
	char *text = target_text(target, sql);

	ck_assert_pstr_eq(text, expected);
	free(text);
}

START_TEST(a_value_is_what_its_column_is)
{
	static const char *const odd_names[] = { "the \"value\"", "select" };
	static const bool key[] = { false, true };
	const glim_value row[] = { own_types[_i / 2].value, glim_int(1) };
	const struct bulk update = { BULK_UPDATE, "odd \"T", odd_names, key, 2 };
	struct target target;
	char *sql;

	if (!way_open(&target, WAYS - 1 - _i % 2))
		return;
	target_run(&target, "CREATE DOMAIN small AS INTEGER CHECK (value < 10)");
	target_run(&target, "CREATE TYPE letter AS ENUM ('z', 'a')");
	sql = memory_format("CREATE TABLE \"odd \"\"T\" (\"the \"\"value\"\"\" %s, "
			    "\"select\" INTEGER)",
			    own_types[_i / 2].type);
	target_run(&target, sql);
	free(sql);
	insert_one(&target, "odd \"T", odd_names, 2, row, true);
	expect_text(&target, "SELECT \"the \"\"value\"\"\"::text FROM \"odd \"\"T\"",
		    own_types[_i / 2].text);
	target_run(&target, "UPDATE \"odd \"\"T\" SET \"the \"\"value\"\"\" = NULL");
	way_must_write(&target, &update, row, 1, 1);
	expect_text(&target, "SELECT \"the \"\"value\"\"\"::text FROM \"odd \"\"T\"",
		    own_types[_i / 2].text);
	target_close(&target);
}
END_TEST

/* COPY would go around what INSERT heeds. */
START_TEST(what_insert_heeds_a_bulk_does_too)
{
	static const char *const names[] = { "id" };
	struct target target;

	if (!way_open(&target, WAYS - 1 - _i))
		return;
	target_run(&target, "CREATE TABLE counted (id INTEGER GENERATED ALWAYS AS IDENTITY)");
	target_run(&target, "CREATE TABLE base (id INTEGER)");
	target_run(&target, "CREATE TABLE ruled (id INTEGER)");
	target_run(&target, "CREATE RULE moved AS ON INSERT TO ruled DO INSTEAD "
			    "INSERT INTO base VALUES (NEW.id)");
	target_run(&target, "CREATE VIEW viewed AS SELECT id FROM base WHERE id < 100 "
			    "WITH CHECK OPTION");
	insert_one(&target, "counted", names, 1, VALUES(glim_int(5)), false);
	insert_one(&target, "ruled", names, 1, VALUES(glim_int(6)), true);
	insert_one(&target, "viewed", names, 1, VALUES(glim_int(7)), true);
	insert_one(&target, "viewed", names, 1, VALUES(glim_int(700)), false);
	insert_one(&target, "missing", names, 1, VALUES(glim_int(7)), false);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM counted"), 0);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM ruled"), 0);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM base WHERE id IN (6, 7)"), 2);
	target_close(&target);
}
END_TEST

/* Keys that are the same to their column come one after the other. */
START_TEST(of_equal_keys_the_last_row_counts)
{
	static const char *const names[] = { "k", "v" };
	static const bool key[] = { true, false };
	const struct bulk update = { BULK_UPDATE, "loosely", names, key, 2 };
	const glim_value rows[] = { glim_text("a"), glim_int(1), glim_text("A"), glim_int(2),
				    glim_text("B"), glim_int(1), glim_text("b"), glim_int(2) };
	struct target target;

	if (!way_open(&target, WAYS - 1 - _i))
		return;
	target_run(&target, "CREATE COLLATION \"so so\" (provider = icu, "
			    "locale = 'und-u-ks-level2', deterministic = false)");
	target_run(&target,
		   "CREATE TABLE loosely (k TEXT COLLATE \"so so\" PRIMARY KEY, v INTEGER)");
	target_run(&target, "INSERT INTO loosely VALUES ('a', 0), ('b', 0), ('c', 0)");
	way_must_write(&target, &update, rows, 4, 2);
	expect_text(&target, "SELECT string_agg(k || v, ' ' ORDER BY k) FROM loosely", "a2 b2 c0");
	target_close(&target);
}
END_TEST

/* A table may be altered between two batches of a bulk that is open. */
START_TEST(a_column_that_changed_meanwhile_takes_what_it_is_now)
{
	static const char *const names[] = { "id" };
	struct target target;

	if (!way_open(&target, WAYS - 1 - _i))
		return;
	target_run(&target, "CREATE TABLE changed (id INTEGER)");
	insert_one(&target, "changed", names, 1, VALUES(glim_int(5)), true);
	target_run(&target, "ALTER TABLE changed ALTER COLUMN id TYPE TEXT");
	insert_one(&target, "changed", names, 1, VALUES(glim_text("007")), true);
	insert_one(&target, "changed", names, 1, VALUES(glim_text("a")), true);
	expect_text(&target, "SELECT string_agg(id, ' ' ORDER BY id) FROM changed", "007 5 a");
	target_close(&target);
}
END_TEST

Suite *bulk_postgresql_suite(void);
Suite *bulk_postgresql_suite(void)
{
	Suite *suite = suite_create("bulk_postgresql");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 60);
	tcase_add_unchecked_fixture(all, target_folder_make, target_folder_remove);
	tcase_add_loop_test(all, a_value_is_what_its_column_is, 0,
			    COUNT(own_types) * WAYS_OF_POSTGRESQL);
	tcase_add_loop_test(all, what_insert_heeds_a_bulk_does_too, 0, WAYS_OF_POSTGRESQL);
	tcase_add_loop_test(all, of_equal_keys_the_last_row_counts, 0, WAYS_OF_POSTGRESQL);
	tcase_add_loop_test(all, a_column_that_changed_meanwhile_takes_what_it_is_now, 0,
			    WAYS_OF_POSTGRESQL);
	suite_add_tcase(suite, all);
	return suite;
}
