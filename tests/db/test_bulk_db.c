/* Rows by the thousand, by each means that a driver has: all of them arrive, or a failure does. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "way.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void make_table(const struct target *target)
{
	char *sql = memory_format("CREATE TABLE t (tenant INTEGER NOT NULL, id BIGINT NOT NULL, "
				  "name VARCHAR(20), score %s, raw %s, small SMALLINT NOT NULL "
				  "DEFAULT 5, PRIMARY KEY (tenant, id))",
				  target->kind == TARGET_POSTGRESQL ? "DOUBLE PRECISION" : "DOUBLE",
				  target->kind == TARGET_POSTGRESQL ? "BYTEA" : "BLOB");

	target_run(target, sql);
	free(sql);
}

static const char *const columns[] = { "tenant", "id", "name", "score", "raw" };
static const bool keys[] = { true, true, false, false, false };

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

	if (!way_open(&target, _i))
		return;
	for (size_t i = 0; i < COUNT(counts); i++) {
		glim_value *values = make_rows(counts[i], 1);

		make_table(&target);
		way_must_write(&target, &bulk, values, counts[i], (int64_t)counts[i]);
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

	if (!way_open(&target, _i))
		return;
	values = make_rows(ROWS, 1);
	make_table(&target);
	way_must_write(&target, &insert, values, ROWS, ROWS);
	free(values);
	others = make_rows(ROWS, 2);
	/* Where both columns are NULL and the blob stays, nothing changes; MariaDB tells so. */
	ck_assert(way_write(&target, &update, others, ROWS, &(struct outcome){ 0 },
			    &(struct failure){ 0 }));
	expect_rows(&target, ROWS, 2);
	pairs = memory_alloc(2 * ROWS * sizeof *pairs);
	for (size_t i = 0; i < ROWS; i++)
		memcpy(pairs + 2 * i, others + i * COUNT(columns), 2 * sizeof *pairs);
	way_must_write(&target, &gone, pairs + 20, ROWS - 10, ROWS - 10);
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

	if (!way_open(&target, _i))
		return;
	values = make_rows(ROWS, 1);
	make_table(&target);
	for (size_t i = 0; i < ROWS; i++) {
		values[i * COUNT(columns)] = list[3 * i] = glim_int(i < ROWS / 2 ? 1 : 2);
		list[3 * i + 1] = values[i * COUNT(columns) + 1];
		list[3 * i + 2] = glim_text("new");
	}
	way_must_write(&target, &insert, values, ROWS, ROWS);
	way_must_write(&target, &update, list, ROWS, ROWS);
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

	if (!way_open(&target, _i))
		return;
	values = make_rows(ROWS, 1);
	make_table(&target);
	way_must_write(&target, &insert, values, 500, 500);
	free(values);
	values = make_rows(ROWS, 3);
	ck_assert_msg(way_write(&target, &upsert, values, ROWS, &outcome, &failure), "%s",
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

	if (!way_open(&target, _i))
		return;
	make_table(&target);
	way_must_write(&target, &bulk, values, 3, 3);
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
	int only; /* this target: others take it as it is */
} bad_rows[] = {
	{ "a key that is there",
	  { { GLIM_TYPE_INT, 0, { 0 } }, { GLIM_TYPE_INT, 0, { -100 } } },
	  "",
	  TARGET_ALL },
	{ "NULL",
	  { { GLIM_TYPE_NULL, 0, { 0 } }, { GLIM_TYPE_INT, 0, { 77777 } } },
	  "tenant",
	  TARGET_ALL },
	{ "too long",
	  { { GLIM_TYPE_INT, 0, { 9 } },
	    { GLIM_TYPE_INT, 0, { 1 } },
	    { GLIM_TYPE_TEXT, 22, { .data = "0123456789012345678901" } } },
	  "name",
	  TARGET_SERVERS },
	{ "out of range",
	  { { GLIM_TYPE_INT, 0, { INT64_MAX } }, { GLIM_TYPE_INT, 0, { 1 } } },
	  "tenant",
	  TARGET_SERVERS },
	{ "no number",
	  { { GLIM_TYPE_TEXT, 1, { .data = "x" } }, { GLIM_TYPE_INT, 0, { 1 } } },
	  "tenant",
	  TARGET_SERVERS },
	{ "no UTF-8",
	  { { GLIM_TYPE_INT, 0, { 9 } },
	    { GLIM_TYPE_INT, 0, { 1 } },
	    { GLIM_TYPE_TEXT, 2, { .data = "\xff\xfe" } } },
	  "name",
	  TARGET_SERVERS },
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
	ck_assert_msg(!way_write(target, &bulk, values, ROWS, &outcome, &failure), "%s",
		      given->title);
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
	const int kind = way_kind(way);
	struct target target;

	if (!way_open(&target, way))
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

	if (!way_open(&target, _i))
		return;
	values = make_rows(ROWS, 1);
	make_table(&target);
	way_must_write(&target, &insert, values, ROWS, ROWS);
	for (size_t i = 0; i < ROWS; i++) {
		list[3 * i] = glim_int(0);
		list[3 * i + 1] = glim_int(-100);
		list[3 * i + 2] = glim_text(i + 1 < ROWS ? "before" : "last");
	}
	if (way_write(&target, &update, list, ROWS, &outcome, &failure)) {
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

static const struct engine_case {
	const char *engine;
	bool stays;
} engines[] = { { "InnoDB", false }, { "MyISAM", true }, { "Aria", true } };

/* What a packet of updates is joined with is the driver's own: only the table itself counts. */
START_TEST(a_rollback_tells_only_of_the_table_that_was_updated)
{
	enum { ROWS = 100, PACKETS = 4 };
	const struct engine_case *given = &engines[_i];
	const struct bulk insert = { BULK_INSERT, "t", columns, keys, COUNT(columns) };
	const struct bulk update = { BULK_UPDATE, "t", columns, keys, COUNT(columns) };
	char *engine = memory_format("ALTER TABLE t ENGINE=%s", given->engine);
	struct outcome outcome = { 0 };
	struct failure failure = { 0 };
	glim_value *values, *others;
	struct target target;

	if (!target_open(&target, TARGET_MYSQL))
		return;
	make_table(&target);
	target_run(&target, engine);
	values = make_rows(ROWS, 1);
	way_must_write(&target, &insert, values, ROWS, ROWS);
	free(values);
	target_run(&target, target.driver->dialect->begin);
	for (int i = 0; i < PACKETS; i++) {
		others = make_rows(ROWS, 2 + i);
		ck_assert(way_write(&target, &update, others, ROWS, &outcome, &failure));
		free(others);
	}
	expect_rows(&target, ROWS, 1 + PACKETS);
	target.driver->bulk_end(target.session);
	ck_assert_int_eq(target_run(&target, "ROLLBACK").stays, given->stays);
	expect_rows(&target, ROWS, given->stays ? 1 + PACKETS : 1);
	free(engine);
	target_close(&target);
}
END_TEST

static void add_bad_rows(TCase *all)
{
	for (int i = 0; i < (int)COUNT(bad_rows) * WAYS; i++)
		if (target_is_for(bad_rows[i / WAYS].only, way_kind(i % WAYS)))
			tcase_add_loop_test(all, a_row_that_does_not_fit_is_a_failure, i, i + 1);
}

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
	add_bad_rows(all);
	tcase_add_loop_test(all, a_rollback_tells_only_of_the_table_that_was_updated, 0,
			    COUNT(engines));
	tcase_add_loop_test(all, a_row_that_is_updated_twice_is_not_left_to_chance, 0, WAYS);
	suite_add_tcase(suite, all);
	return suite;
}
