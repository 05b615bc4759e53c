/* Rows by the thousand, by each means that a driver has: all of them arrive, or a failure does. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/key.h"
#include "data/selection.h"
#include "rows.h"
#include "target.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* The targets that have means of their own; the server's once more as one that takes no arrays. */
enum { OWN_MEANS = TARGET_MYSQL + 1, WAYS = OWN_MEANS + 1 };

static bool open_way(struct target *target, int way)
{
	if (!target_prepare(target, way < OWN_MEANS ? way : TARGET_MYSQL))
		return false;
	target->settings.plain_bulk = way == OWN_MEANS;
	target->session = target_session(target);
	return true;
}

static void make_table(const struct target *target)
{
	target_run(target, "CREATE TABLE t (tenant INTEGER NOT NULL, id BIGINT NOT NULL, "
			   "name VARCHAR(20), score DOUBLE, raw BLOB, small SMALLINT NOT NULL "
			   "DEFAULT 5, PRIMARY KEY (tenant, id))");
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
	glim_value *values = make_rows(ROWS, 1), *others, *pairs;
	struct target target;

	if (!open_way(&target, _i))
		return;
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

START_TEST(rows_that_are_there_are_updated_and_the_others_inserted)
{
	enum { ROWS = 2000 };
	const struct bulk insert = { BULK_INSERT, "t", columns, keys, COUNT(columns) };
	const struct bulk upsert = { BULK_UPSERT, "t", columns, keys, COUNT(columns) };
	glim_value *values = make_rows(ROWS, 1);
	struct outcome outcome = { 0 };
	struct failure failure = { 0 };
	struct target target;

	if (!open_way(&target, _i))
		return;
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

static const struct bad_case {
	const char *title;
	glim_value row[5];
	const char *says;
	int only; /* -1: wherever; else this target: others take it as it is */
} bad_rows[] = {
	{ "a key that is there",
	  { { GLIM_TYPE_INT, 0, { 0 } }, { GLIM_TYPE_INT, 0, { -100 } } },
	  "",
	  -1 },
	{ "NULL", { { GLIM_TYPE_NULL, 0, { 0 } }, { GLIM_TYPE_INT, 0, { 77777 } } }, "tenant", -1 },
	{ "too long",
	  { { GLIM_TYPE_INT, 0, { 9 } },
	    { GLIM_TYPE_INT, 0, { 1 } },
	    { GLIM_TYPE_TEXT, 22, { .data = "0123456789012345678901" } } },
	  "name",
	  TARGET_MYSQL },
	{ "out of range",
	  { { GLIM_TYPE_INT, 0, { INT64_MAX } }, { GLIM_TYPE_INT, 0, { 1 } } },
	  "tenant",
	  TARGET_MYSQL },
	{ "no number",
	  { { GLIM_TYPE_TEXT, 1, { .data = "x" } }, { GLIM_TYPE_INT, 0, { 1 } } },
	  "tenant",
	  TARGET_MYSQL },
	{ "no UTF-8",
	  { { GLIM_TYPE_INT, 0, { 9 } },
	    { GLIM_TYPE_INT, 0, { 1 } },
	    { GLIM_TYPE_TEXT, 2, { .data = "\xff\xfe" } } },
	  "name",
	  TARGET_MYSQL },
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
	ck_assert_msg(!write(target, &bulk, values, ROWS, &outcome, &failure), "%s", given->title);
	ck_assert_int_eq(failure.kind, FAILURE_SQL);
	ck_assert_msg(strstr(failure.message, given->says), "%s: %s", given->title,
		      failure.message);
	failure_finish(&failure);
	target_run(target, "DROP TABLE t");
	free(values);
}

START_TEST(a_row_that_does_not_fit_is_a_failure)
{
	const struct bad_case *given = &bad_rows[_i / WAYS];
	const int way = _i % WAYS;
	const int kind = way < OWN_MEANS ? way : TARGET_MYSQL;
	struct target target;

	if ((given->only >= 0 && given->only != kind) || !open_way(&target, way))
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
	glim_value *values = make_rows(ROWS, 1), list[3 * ROWS];
	struct outcome outcome = { 0 };
	struct failure failure = { 0 };
	struct target target;

	if (!open_way(&target, _i))
		return;
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

/* ---- Keys and pages ---- */

static const struct {
	const char *type;
	int only;
	const char *rows; /* in order */
	size_t count;
} key_types[] = {
	{ "BIGINT", -1,
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
	{ "DOUBLE", -1, "(0.1), (0.2), (0.30000000000000004), (1e300)", 4 },
	{ "FLOAT", TARGET_MYSQL, "(1.234567), (1.2345678), (1.234568)", 3 },
	{ "VARCHAR(50)", -1, "(''), ('A'), ('b'), ('b c'), ('z')", 5 },
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
	const char *sql = target->driver->dialect->keys;
	const struct key_column *found;
	char *mark;

	ck_assert_msg(target->driver->execute(target->session, sql, strlen(sql), names, 2, &sink,
					      NULL, &failure),
		      "%s", failure.message);
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
	const size_t which = (size_t)_i / OWN_MEANS;
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

	if ((key_types[which].only >= 0 && key_types[which].only != _i % OWN_MEANS) ||
	    !target_open(&target, _i % OWN_MEANS))
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

	if (!target_open(&target, TARGET_MYSQL))
		return;
	target_run(&target, "CREATE TABLE w (k ENUM('z', 'a') NOT NULL PRIMARY KEY)");
	ck_assert_ptr_null(mark_of(&target, "w", "k"));
	target_close(&target);
}
END_TEST

static const struct {
	const char *table, *key[2];
	bool unique;
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
};

START_TEST(the_database_tells_what_is_unique)
{
	const size_t which = (size_t)_i / OWN_MEANS;
	struct key_columns known = { 0 };
	const struct row_sink sink = { .row = key_take_row, .data = &known };
	const glim_value names[] = { glim_text("w"), glim_text("w") };
	struct failure failure = { 0 };
	struct target target;
	const char *sql;

	if (!target_open(&target, _i % OWN_MEANS))
		return;
	target_run(&target, unique_cases[which].table);
	sql = target.driver->dialect->keys;
	ck_assert(target.driver->execute(target.session, sql, strlen(sql), names, 2, &sink, NULL,
					 &failure));
	ck_assert_msg(key_is_unique(&known, unique_cases[which].key,
				    unique_cases[which].key[1] ? 2 : 1) ==
			      unique_cases[which].unique,
		      "%s", unique_cases[which].table);
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
	tcase_add_loop_test(all, rows_that_are_there_are_updated_and_the_others_inserted, 0, WAYS);
	tcase_add_loop_test(all, a_column_may_mix_its_types, 0, WAYS);
	tcase_add_loop_test(all, a_row_that_does_not_fit_is_a_failure, 0, COUNT(bad_rows) * WAYS);
	tcase_add_loop_test(all, a_row_that_is_updated_twice_is_not_left_to_chance, 0, WAYS);
	tcase_add_loop_test(all, a_walk_meets_every_row_once, 0, COUNT(key_types) * OWN_MEANS);
	tcase_add_test(all, the_order_of_an_enum_is_known_to_be_another);
	tcase_add_loop_test(all, the_database_tells_what_is_unique, 0,
			    COUNT(unique_cases) * OWN_MEANS);
	suite_add_tcase(suite, all);
	return suite;
}
