/* Rows by the thousand, by each means that a driver has: all of them arrive, or a failure does. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/key.h"
#include "data/selection.h"
#include "rows.h"
#include "target.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Each target by its own means; the servers once more without arrays, and without COPY. */
static const struct {
	int kind;
	bool plain;
} ways[] = {
	{ TARGET_SQLITE, false },     { TARGET_MYSQL, false },     { TARGET_MYSQL, true },
	{ TARGET_POSTGRESQL, false }, { TARGET_POSTGRESQL, true },
};

enum { WAYS = COUNT(ways) };

static bool open_way(struct target *target, int way)
{
	if (!target_prepare(target, ways[way].kind))
		return false;
	target->settings.plain_bulk = ways[way].plain;
	target->session = target_session(target);
	return true;
}

static bool is_postgresql(const struct target *target)
{
	return target->kind == TARGET_POSTGRESQL;
}

static void make_table(const struct target *target)
{
	char *sql = memory_format("CREATE TABLE t (tenant INTEGER NOT NULL, id BIGINT NOT NULL, "
				  "name VARCHAR(20), score %s, raw %s, small SMALLINT NOT NULL "
				  "DEFAULT 5, PRIMARY KEY (tenant, id))",
				  is_postgresql(target) ? "DOUBLE PRECISION" : "DOUBLE",
				  is_postgresql(target) ? "BYTEA" : "BLOB");

	target_run(target, sql);
	free(sql);
}

static const char *const columns[] = { "tenant", "id", "name", "score", "raw" };
static const bool keys[] = { true, true, false, false, false };

static bool write(const struct target *target, const struct bulk *bulk, const glim_value *values,
		  size_t rows, struct outcome *outcome, struct failure *failure)
{
	return target->driver->bulk(target->session, bulk, values, rows, outcome, failure);
}

static void must_write(const struct target *target, const struct bulk *bulk,
		       const glim_value *values, size_t rows, int64_t changes)
{
	struct outcome outcome = { 0 };
	struct failure failure = { 0 };

	ck_assert_msg(write(target, bulk, values, rows, &outcome, &failure), "%d: %s",
		      failure.native, failure.message);
	ck_assert_int_eq(outcome.changes, changes);
}

/* Rows of every type, NULLs among them; `step` tells one filling from another. */
static glim_value *make_rows(size_t rows, int step)
{
	glim_value *values = memory_alloc(rows * COUNT(columns) * sizeof *values);
	static char texts[30000][32];

	for (size_t i = 0; i < rows; i++) {
		glim_value *row = values + i * COUNT(columns);

		snprintf(texts[i], sizeof texts[i], "n%zu-%d", i, step);
		row[0] = glim_int((int64_t)(i % 3));
		row[1] = glim_int((int64_t)i - 100);
		row[2] = i % 7 ? glim_text(texts[i]) : glim_null();
		row[3] = i % 5 ? glim_real((double)i + step / 4.0) : glim_null();
		row[4] = i % 11 ? glim_blob(texts[i], i % 9) : glim_null();
	}
	return values;
}

static void expect_rows(const struct target *target, size_t rows, int step)
{
	char *sql =
		memory_format("SELECT COUNT(*) FROM t WHERE (name = CONCAT('n', id + 100, '-%d') "
			      "OR name IS NULL AND (id + 100) %% 7 = 0) AND (score = id + 100 + "
			      "%d / 4.0 OR score IS NULL AND (id + 100) %% 5 = 0) AND tenant = "
			      "(id + 100) %% 3 AND (LENGTH(raw) = (id + 100) %% 9 OR raw IS NULL "
			      "AND (id + 100) %% 11 = 0)",
			      step, step);

	if (target->driver->dialect->names_conflicts) {
		char *at = strstr(sql, "CONCAT('n', id + 100, '-");

		memcpy(at, "     ( 'n'||(id+100)||'-", 24);
	}
	ck_assert_int_eq(target_number(target, sql), (int64_t)rows);
	free(sql);
}

/* Full packets, one that is not full, and single rows. */
START_TEST(every_row_of_every_type_arrives)
{
	static const size_t counts[] = { 1, 3, 99, 100, 101, 1234, 25000 };
	const struct bulk bulk = { BULK_INSERT, "t", columns, keys, COUNT(columns) };
	struct target target;

	if (!open_way(&target, _i))
		return;
	for (size_t i = 0; i < COUNT(counts); i++) {
		glim_value *values = make_rows(counts[i], 1);

		make_table(&target);
		must_write(&target, &bulk, values, counts[i], (int64_t)counts[i]);
		expect_rows(&target, counts[i], 1);
		ck_assert_int_eq(target_number(&target, "SELECT COUNT(*) FROM t WHERE small = 5"),
				 (int64_t)counts[i]);
		target_run(&target, "DROP TABLE t");
		free(values);
	}
	target_close(&target);
}
END_TEST

START_TEST(rows_are_updated_and_deleted_by_their_key)
{
	enum { ROWS = 2500 };
	const struct bulk insert = { BULK_INSERT, "t", columns, keys, COUNT(columns) };
	const struct bulk update = { BULK_UPDATE, "t", columns, keys, COUNT(columns) };
	const struct bulk gone = { BULK_DELETE, "t", columns, keys, 2 };
	glim_value *values, *others, *pairs;
	struct target target;

	if (!open_way(&target, _i))
		return;
	values = make_rows(ROWS, 1);
	make_table(&target);
	must_write(&target, &insert, values, ROWS, ROWS);
	free(values);
	others = make_rows(ROWS, 2);
	/* Where both columns are NULL and the blob stays, nothing changes; MariaDB tells so. */
	ck_assert(write(&target, &update, others, ROWS, &(struct outcome){ 0 },
			&(struct failure){ 0 }));
	expect_rows(&target, ROWS, 2);
	pairs = memory_alloc(2 * ROWS * sizeof *pairs);
	for (size_t i = 0; i < ROWS; i++)
		memcpy(pairs + 2 * i, others + i * COUNT(columns), 2 * sizeof *pairs);
	must_write(&target, &gone, pairs + 20, ROWS - 10, ROWS - 10);
	ck_assert_int_eq(target_number(&target, "SELECT COUNT(*) FROM t"), 10);
	target.driver->bulk_end(target.session);
	free(pairs);
	free(others);
	target_close(&target);
}
END_TEST

/* As a backfill gives them: none can be there twice, and less is to be looked at. */
START_TEST(rows_in_the_order_of_their_keys_are_updated)
{
	enum { ROWS = 2500 };
	const struct bulk insert = { BULK_INSERT, "t", columns, keys, COUNT(columns) };
	const struct bulk update = { BULK_UPDATE, "t", columns, keys, 3 };
	glim_value *values, list[3 * ROWS];
	struct target target;

	if (!open_way(&target, _i))
		return;
	values = make_rows(ROWS, 1);
	make_table(&target);
	for (size_t i = 0; i < ROWS; i++) {
		values[i * COUNT(columns)] = list[3 * i] = glim_int(i < ROWS / 2 ? 1 : 2);
		list[3 * i + 1] = values[i * COUNT(columns) + 1];
		list[3 * i + 2] = glim_text("new");
	}
	must_write(&target, &insert, values, ROWS, ROWS);
	must_write(&target, &update, list, ROWS, ROWS);
	ck_assert_int_eq(target_number(&target, "SELECT COUNT(*) FROM t WHERE name = 'new'"), ROWS);
	target.driver->bulk_end(target.session);
	free(values);
	target_close(&target);
}
END_TEST

START_TEST(rows_that_are_there_are_updated_and_the_others_inserted)
{
	enum { ROWS = 2000 };
	const struct bulk insert = { BULK_INSERT, "t", columns, keys, COUNT(columns) };
	const struct bulk upsert = { BULK_UPSERT, "t", columns, keys, COUNT(columns) };
	glim_value *values;
	struct outcome outcome = { 0 };
	struct failure failure = { 0 };
	struct target target;

	if (!open_way(&target, _i))
		return;
	values = make_rows(ROWS, 1);
	make_table(&target);
	must_write(&target, &insert, values, 500, 500);
	free(values);
	values = make_rows(ROWS, 3);
	ck_assert_msg(write(&target, &upsert, values, ROWS, &outcome, &failure), "%s",
		      failure.message);
	expect_rows(&target, ROWS, 3);
	ck_assert_int_eq(target_number(&target, "SELECT COUNT(*) FROM t"), ROWS);
	free(values);
	target_close(&target);
}
END_TEST

/* An integer and a real in one column, a text and a number in another. */
START_TEST(a_column_may_mix_its_types)
{
	const struct bulk bulk = { BULK_INSERT, "t", columns, keys, 4 };
	const glim_value values[] = {
		glim_int(1),  glim_int(1), glim_text("a"), glim_real(1.5), glim_int(1), glim_int(2),
		glim_int(22), glim_int(2), glim_int(1),    glim_int(3),    glim_null(), glim_null(),
	};
	struct target target;
	char *text;

	if (!open_way(&target, _i))
		return;
	make_table(&target);
	must_write(&target, &bulk, values, 3, 3);
	ck_assert_int_eq(target_number(&target, "SELECT COUNT(*) FROM t WHERE score = 1.5 AND "
						"id = 1 OR score = 2 AND id = 2"),
			 2);
	text = target_text(&target, "SELECT name FROM t WHERE id = 2");
	ck_assert_str_eq(text, "22");
	free(text);
	target_close(&target);
}
END_TEST

/* ---- What does not fit ---- */

enum { ON_ALL = -1, ON_SERVERS = -2, NOT_POSTGRESQL = -3 };

static bool is_for(int only, int kind)
{
	return only == ON_ALL || only == kind || (only == ON_SERVERS && kind != TARGET_SQLITE) ||
	       (only == NOT_POSTGRESQL && kind != TARGET_POSTGRESQL);
}

static const struct bad_case {
	const char *title;
	glim_value row[5];
	const char *says;
	int only; /* this target: others take it as it is */
} bad_rows[] = {
	{ "a key that is there",
	  { { GLIM_TYPE_INT, 0, { 0 } }, { GLIM_TYPE_INT, 0, { -100 } } },
	  "",
	  ON_ALL },
	{ "NULL",
	  { { GLIM_TYPE_NULL, 0, { 0 } }, { GLIM_TYPE_INT, 0, { 77777 } } },
	  "tenant",
	  ON_ALL },
	{ "too long",
	  { { GLIM_TYPE_INT, 0, { 9 } },
	    { GLIM_TYPE_INT, 0, { 1 } },
	    { GLIM_TYPE_TEXT, 22, { .data = "0123456789012345678901" } } },
	  "name",
	  ON_SERVERS },
	{ "out of range",
	  { { GLIM_TYPE_INT, 0, { INT64_MAX } }, { GLIM_TYPE_INT, 0, { 1 } } },
	  "tenant",
	  ON_SERVERS },
	{ "no number",
	  { { GLIM_TYPE_TEXT, 1, { .data = "x" } }, { GLIM_TYPE_INT, 0, { 1 } } },
	  "tenant",
	  ON_SERVERS },
	{ "no UTF-8",
	  { { GLIM_TYPE_INT, 0, { 9 } },
	    { GLIM_TYPE_INT, 0, { 1 } },
	    { GLIM_TYPE_TEXT, 2, { .data = "\xff\xfe" } } },
	  "name",
	  ON_SERVERS },
	{ "a NUL byte",
	  { { GLIM_TYPE_INT, 0, { 9 } },
	    { GLIM_TYPE_INT, 0, { 1 } },
	    { GLIM_TYPE_TEXT, 3, { .data = "a\0b" } } },
	  "name",
	  TARGET_POSTGRESQL },
	{ "bytes for a text",
	  { { GLIM_TYPE_INT, 0, { 9 } },
	    { GLIM_TYPE_INT, 0, { 1 } },
	    { GLIM_TYPE_BLOB, 2, { .data = "ab" } } },
	  "name",
	  TARGET_POSTGRESQL },
};

/* One among many, and in a session that a migration has made lenient too. */
static void expect_failure(const struct target *target, const struct bad_case *given, bool lenient)
{
	enum { ROWS = 300 };
	const struct bulk bulk = { BULK_INSERT, "t", columns, keys, COUNT(columns) };
	glim_value *values = make_rows(ROWS, 1);
	struct outcome outcome = { 0 };
	struct failure failure = { 0 };

	make_table(target);
	if (lenient)
		target_run(target, "SET SESSION sql_mode = ''");
	memcpy(values + (size_t)123 * COUNT(columns), given->row, sizeof given->row);
	target_run(target, target->driver->dialect->begin);
	ck_assert_msg(!write(target, &bulk, values, ROWS, &outcome, &failure), "%s", given->title);
	ck_assert_int_eq(failure.kind, FAILURE_SQL);
	ck_assert_msg(strstr(failure.message, given->says), "%s: %s", given->title,
		      failure.message);
	failure_finish(&failure);
	target_run(target, "ROLLBACK");
	target_run(target, "DROP TABLE t");
	free(values);
}

START_TEST(a_row_that_does_not_fit_is_a_failure)
{
	const struct bad_case *given = &bad_rows[_i / WAYS];
	const int way = _i % WAYS;
	const int kind = ways[way].kind;
	struct target target;

	if (!is_for(given->only, kind) || !open_way(&target, way))
		return;
	expect_failure(&target, given, false);
	if (kind == TARGET_MYSQL)
		expect_failure(&target, given, true);
	target_close(&target);
}
END_TEST

/* Twice the same row in an update: the last one counts, or the caller is told to go singly. */
START_TEST(a_row_that_is_updated_twice_is_not_left_to_chance)
{
	enum { ROWS = 60 };
	const struct bulk insert = { BULK_INSERT, "t", columns, keys, COUNT(columns) };
	const struct bulk update = { BULK_UPDATE, "t", columns, keys, 3 };
	glim_value *values, list[3 * ROWS];
	struct outcome outcome = { 0 };
	struct failure failure = { 0 };
	struct target target;

	if (!open_way(&target, _i))
		return;
	values = make_rows(ROWS, 1);
	make_table(&target);
	must_write(&target, &insert, values, ROWS, ROWS);
	for (size_t i = 0; i < ROWS; i++) {
		list[3 * i] = glim_int(0);
		list[3 * i + 1] = glim_int(-100);
		list[3 * i + 2] = glim_text(i + 1 < ROWS ? "before" : "last");
	}
	if (write(&target, &update, list, ROWS, &outcome, &failure)) {
		char *name =
			target_text(&target, "SELECT name FROM t WHERE tenant = 0 AND id = -100");

		ck_assert_str_eq(name, "last");
		free(name);
	} else {
		ck_assert_int_eq(failure.native, 1062);
		failure_finish(&failure);
	}
	free(values);
	target_close(&target);
}
END_TEST

/* ---- Of PostgreSQL alone ---- */

static void insert_one(const struct target *target, const char *table, const char *const *names,
		       size_t count, const glim_value *values, bool written)
{
	static const bool none[] = { false, false };
	const struct bulk bulk = { BULK_INSERT, table, names, none, count };
	struct outcome outcome = { 0 };
	struct failure failure = { 0 };

	ck_assert_msg(write(target, &bulk, values, 1, &outcome, &failure) == written, "%s: %s",
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

	if (!open_way(&target, WAYS - 1 - _i % 2))
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
	must_write(&target, &update, row, 1, 1);
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

	if (!open_way(&target, WAYS - 1 - _i))
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

/* A table may be altered between two batches of a bulk that is open. */
START_TEST(a_column_that_changed_meanwhile_takes_what_it_is_now)
{
	static const char *const names[] = { "id" };
	struct target target;

	if (!open_way(&target, WAYS - 1 - _i))
		return;
	target_run(&target, "CREATE TABLE changed (id INTEGER)");
	insert_one(&target, "changed", names, 1, VALUES(glim_int(5)), true);
	target_run(&target, "ALTER TABLE changed ALTER COLUMN id TYPE TEXT");
	insert_one(&target, "changed", names, 1, VALUES(glim_text("5")), true);
	target.driver->bulk_end(target.session);
	insert_one(&target, "changed", names, 1, VALUES(glim_text("a")), true);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM changed"), 3);
	target_close(&target);
}
END_TEST

static void add_own(Suite *suite)
{
	enum { OWN_WAYS = 2 };
	TCase *own = tcase_create("PostgreSQL");

	tcase_set_timeout(own, 60);
	tcase_add_unchecked_fixture(own, target_folder_make, target_folder_remove);
	tcase_add_loop_test(own, a_value_is_what_its_column_is, 0, COUNT(own_types) * OWN_WAYS);
	tcase_add_loop_test(own, what_insert_heeds_a_bulk_does_too, 0, OWN_WAYS);
	tcase_add_loop_test(own, a_column_that_changed_meanwhile_takes_what_it_is_now, 0, OWN_WAYS);
	suite_add_tcase(suite, own);
}

/* ---- Keys and pages ---- */

static const struct {
	const char *type;
	int only;
	const char *rows; /* in order */
	size_t count;
} key_types[] = {
	{ "BIGINT", ON_ALL,
	  "(-9223372036854775807), (-1), (0), (9223372036854775806), "
	  "(9223372036854775807)",
	  5 },
	{ "BIGINT UNSIGNED", TARGET_MYSQL,
	  "(18446744073709551612), (18446744073709551613), "
	  "(18446744073709551614), (18446744073709551615)",
	  4 },
	{ "DECIMAL(30,2)", TARGET_MYSQL,
	  "(123456789012345678901234567.01), "
	  "(123456789012345678901234567.02), "
	  "(123456789012345678901234567.03)",
	  3 },
	{ "DOUBLE", NOT_POSTGRESQL, "(0.1), (0.2), (0.30000000000000004), (1e300)", 4 },
	{ "DOUBLE PRECISION", TARGET_POSTGRESQL, "(0.1), (0.2), (0.30000000000000004), (1e300)",
	  4 },
	{ "NUMERIC(30,2)", TARGET_POSTGRESQL,
	  "(123456789012345678901234567.01), "
	  "(123456789012345678901234567.02), "
	  "(123456789012345678901234567.03)",
	  3 },
	{ "REAL", TARGET_POSTGRESQL, "(1.234567), (1.2345678), (1.234568)", 3 },
	{ "BYTEA", TARGET_POSTGRESQL, "('\\x00'), ('\\x0001'), ('\\x01'), ('\\xff')", 4 },
	{ "CHAR(3)", TARGET_POSTGRESQL, "('a'), ('ab'), ('abc'), ('b')", 4 },
	{ "UUID", TARGET_POSTGRESQL,
	  "('00000000-0000-0000-0000-000000000001'), ('10000000-0000-0000-0000-000000000000')", 2 },
	{ "TIMESTAMP(6)", TARGET_POSTGRESQL,
	  "('2026-01-01 00:00:00.000001'), "
	  "('2026-01-01 00:00:00.000002'), ('2026-11-27 18:00:00')",
	  3 },
	{ "DATE", TARGET_POSTGRESQL, "('2026-01-01'), ('2026-01-02'), ('2026-02-01')", 3 },
	{ "INTERVAL", TARGET_POSTGRESQL, "('-10:00:00'), ('-01:00:00'), ('3 days')", 3 },
	{ "FLOAT", TARGET_MYSQL, "(1.234567), (1.2345678), (1.234568)", 3 },
	{ "VARCHAR(50)", ON_ALL, "(''), ('A'), ('b'), ('b c'), ('z')", 5 },
	{ "VARBINARY(20)", TARGET_MYSQL, "(x'00'), (x'0001'), (x'01'), (x'ff')", 4 },
	{ "DATETIME(6)", TARGET_MYSQL,
	  "('2026-01-01 00:00:00.000001'), "
	  "('2026-01-01 00:00:00.000002'), ('2026-11-27 18:00:00')",
	  3 },
	{ "DATE", TARGET_MYSQL, "('2026-01-01'), ('2026-01-02'), ('2026-02-01')", 3 },
	{ "TIME", TARGET_MYSQL, "('-10:00:00'), ('-01:00:00'), ('09:00:00'), ('100:00:00')", 4 },
};

static char *mark_of(const struct target *target, const char *table, const char *column)
{
	const glim_value names[] = { glim_text(table), glim_text(table) };
	struct key_columns known = { 0 };
	const struct row_sink sink = { .row = key_take_row, .data = &known };
	struct failure failure = { 0 };
	char *sql = target_marked(target, target->driver->dialect->keys);
	const struct key_column *found;
	char *mark;

	ck_assert_msg(target->driver->execute(target->session, sql, strlen(sql), names, 2, &sink,
					      NULL, &failure),
		      "%s", failure.message);
	free(sql);
	ck_assert(key_is_unique(&known, &column, 1));
	found = key_find(&known, column);
	ck_assert_ptr_nonnull(found);
	mark = memory_copy(found->mark);
	key_columns_finish(&known);
	return mark;
}

/* One row a page, each behind the one before: every row once, in its order. */
START_TEST(a_walk_meets_every_row_once)
{
	const size_t which = (size_t)_i / TARGETS;
	const char *names[] = { "k", "n" };
	struct selection selection = { .table = "w",
				       .columns = names,
				       .column_count = 2,
				       .key = names,
				       .key_count = 1,
				       .limit = 1 };
	struct selection_marks marks;
	struct rows page = { 0 };
	struct target target;
	char *create, *mark;

	if (!is_for(key_types[which].only, _i % TARGETS) || !target_open(&target, _i % TARGETS))
		return;
	create = memory_format("CREATE TABLE w (k %s NOT NULL PRIMARY KEY, n INTEGER DEFAULT 1)",
			       key_types[which].type);
	target_run(&target, create);
	free(create);
	create = memory_format("INSERT INTO w (k) VALUES %s", key_types[which].rows);
	target_run(&target, create);
	free(create);
	mark = mark_of(&target, "w", "k");
	marks.list = &mark;
	for (size_t seen = 0; seen <= key_types[which].count; seen++) {
		struct text sql = { 0 };
		struct rows next;
		glim_value *values;
		size_t count;

		selection_page(target.driver->dialect, &selection, marks, SELECTION_LOCK, &sql,
			       &values, &count);
		next = rows_read(&target, text_get(&sql), values, count);
		ck_assert_msg(next.count == (seen < key_types[which].count), "%s: row %zu",
			      key_types[which].type, seen);
		rows_finish(&page);
		page = next;
		if (page.count)
			selection.after = (glim_value *)rows_cell(&page, 0, 0);
		selection.after_count = 1;
		free(values);
		text_finish(&sql);
	}
	rows_finish(&page);
	free(mark);
	target_close(&target);
}
END_TEST

/* Its values are texts, and its order is that of their numbers. */
START_TEST(the_order_of_an_enum_is_known_to_be_another)
{
	struct target target;

	if (_i == TARGET_SQLITE || !target_open(&target, _i))
		return;
	if (is_postgresql(&target))
		target_run(&target, "CREATE TYPE letter AS ENUM ('z', 'a')");
	target_run(&target, is_postgresql(&target)
				    ? "CREATE TABLE w (k letter NOT NULL PRIMARY KEY)"
				    : "CREATE TABLE w (k ENUM('z', 'a') NOT NULL PRIMARY KEY)");
	ck_assert_ptr_null(mark_of(&target, "w", "k"));
	target_close(&target);
}
END_TEST

enum { ONLY_SQLITE = TARGET_SQLITE + 1, ONLY_POSTGRESQL = TARGET_POSTGRESQL + 1 };

static const struct {
	const char *table, *key[2];
	bool unique;
	const char *before; /* NULL: nothing */
	int only;           /* this target and 1; 0: all */
} unique_cases[] = {
	{ "CREATE TABLE w (k INTEGER PRIMARY KEY, l INTEGER)", { "k" }, true },
	{ "CREATE TABLE w (k INTEGER PRIMARY KEY, l INTEGER)", { "l" }, false },
	{ "CREATE TABLE w (k INTEGER NOT NULL, l INTEGER NOT NULL, PRIMARY KEY (k, l))",
	  { "k" },
	  false },
	{ "CREATE TABLE w (k INTEGER NOT NULL, l INTEGER NOT NULL, PRIMARY KEY (k, l))",
	  { "l", "k" },
	  true },
	{ "CREATE TABLE w (k INTEGER, l INTEGER NOT NULL UNIQUE)", { "l" }, true },
	{ "CREATE TABLE w (k INTEGER, l INTEGER NOT NULL)", { "k", "l" }, false },
	/* A walk compares as the column does. */
	{ "CREATE TABLE w (k TEXT COLLATE NOCASE NOT NULL, UNIQUE (k COLLATE BINARY))",
	  { "k" },
	  false,
	  NULL,
	  ONLY_SQLITE },
	{ "CREATE TABLE w (k TEXT COLLATE NOCASE, PRIMARY KEY (k COLLATE BINARY)) WITHOUT ROWID",
	  { "k" },
	  false,
	  NULL,
	  ONLY_SQLITE },
	{ "CREATE TABLE w (k TEXT COLLATE nocase NOT NULL UNIQUE)",
	  { "k" },
	  true,
	  NULL,
	  ONLY_SQLITE },
	{ "CREATE TABLE w (k TEXT NOT NULL, UNIQUE (k COLLATE NOCASE))",
	  { "k" },
	  true,
	  NULL,
	  ONLY_SQLITE },
	{ "CREATE TABLE w (k TEXT COLLATE RTRIM PRIMARY KEY)", { "k" }, true, NULL, ONLY_SQLITE },
	{ "CREATE UNIQUE INDEX u ON w (k COLLATE \"C\")",
	  { "k" },
	  false,
	  "CREATE TABLE w (k TEXT COLLATE loose NOT NULL)",
	  ONLY_POSTGRESQL },
	{ "CREATE UNIQUE INDEX u ON w (k)",
	  { "k" },
	  true,
	  "CREATE TABLE w (k TEXT COLLATE loose NOT NULL)",
	  ONLY_POSTGRESQL },
	{ "CREATE UNIQUE INDEX u ON w (k COLLATE \"C\")",
	  { "k" },
	  true,
	  "CREATE TABLE w (k TEXT NOT NULL)",
	  ONLY_POSTGRESQL },
};

static void make_unique_case(const struct target *target, size_t which)
{
	if (is_postgresql(target))
		target_run(target, "CREATE COLLATION loose (provider = icu, "
				   "locale = 'und-u-ks-level2', deterministic = false)");
	if (unique_cases[which].before)
		target_run(target, unique_cases[which].before);
	target_run(target, unique_cases[which].table);
}

START_TEST(the_database_tells_what_is_unique)
{
	const size_t which = (size_t)_i / TARGETS;
	struct key_columns known = { 0 };
	const struct row_sink sink = { .row = key_take_row, .data = &known };
	const glim_value names[] = { glim_text("w"), glim_text("w") };
	struct failure failure = { 0 };
	struct target target;
	char *sql;

	if (unique_cases[which].only && unique_cases[which].only != _i % TARGETS + 1)
		return;
	if (!target_open(&target, _i % TARGETS))
		return;
	make_unique_case(&target, which);
	sql = target_marked(&target, target.driver->dialect->keys);
	ck_assert(target.driver->execute(target.session, sql, strlen(sql), names, 2, &sink, NULL,
					 &failure));
	ck_assert_msg(key_is_unique(&known, unique_cases[which].key,
				    unique_cases[which].key[1] ? 2 : 1) ==
			      unique_cases[which].unique,
		      "%s", unique_cases[which].table);
	free(sql);
	key_columns_finish(&known);
	target_close(&target);
}
END_TEST

Suite *bulk_db_suite(void);
Suite *bulk_db_suite(void)
{
	Suite *suite = suite_create("bulk_db");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_unchecked_fixture(all, target_folder_make, target_folder_remove);
	tcase_add_loop_test(all, every_row_of_every_type_arrives, 0, WAYS);
	tcase_add_loop_test(all, rows_are_updated_and_deleted_by_their_key, 0, WAYS);
	tcase_add_loop_test(all, rows_in_the_order_of_their_keys_are_updated, 0, WAYS);
	tcase_add_loop_test(all, rows_that_are_there_are_updated_and_the_others_inserted, 0, WAYS);
	tcase_add_loop_test(all, a_column_may_mix_its_types, 0, WAYS);
	tcase_add_loop_test(all, a_row_that_does_not_fit_is_a_failure, 0, COUNT(bad_rows) * WAYS);
	tcase_add_loop_test(all, a_row_that_is_updated_twice_is_not_left_to_chance, 0, WAYS);
	tcase_add_loop_test(all, a_walk_meets_every_row_once, 0, COUNT(key_types) * TARGETS);
	tcase_add_loop_test(all, the_order_of_an_enum_is_known_to_be_another, 0, TARGETS);
	tcase_add_loop_test(all, the_database_tells_what_is_unique, 0,
			    COUNT(unique_cases) * TARGETS);
	suite_add_tcase(suite, all);
	add_own(suite);
	return suite;
}
