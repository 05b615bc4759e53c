/* Values into a statement and out of its rows. */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "base/memory.h"
#include "rows.h"
#include "target.h"

enum { BIG = 5 * 1024 * 1024 };

static const struct column columns[] = {
	{ .name = "key", .type = GLIM_COLUMN_INTEGER, .primary_key = true },
	{ .name = "integer", .type = GLIM_COLUMN_INTEGER },
	{ .name = "bigint", .type = GLIM_COLUMN_BIGINT },
	{ .name = "float", .type = GLIM_COLUMN_FLOAT },
	{ .name = "boolean", .type = GLIM_COLUMN_BOOLEAN },
	{ .name = "string", .type = GLIM_COLUMN_STRING, .length = 40 },
	{ .name = "text", .type = GLIM_COLUMN_TEXT, .length = 16000000 },
	{ .name = "blob", .type = GLIM_COLUMN_BLOB },
	{ .name = "datetime", .type = GLIM_COLUMN_DATETIME },
	{ .name = "date", .type = GLIM_COLUMN_DATE },
	{ .name = "bytewise", .type = GLIM_COLUMN_STRING, .length = 40, .bytewise = true },
};

static const struct model values_model = { "Values", "values", columns,
					   sizeof columns / sizeof *columns };

static const unsigned char all_bytes[] = { 0, 1, 7, 10, 13, 26, 34, 39, 92, 127, 128, 254, 255, 0 };

#define INT(number)                                                                                \
	{                                                                                          \
		.type = GLIM_TYPE_INT, .as.integer = (number)                                      \
	}
#define REAL(number)                                                                               \
	{                                                                                          \
		.type = GLIM_TYPE_REAL, .as.real = (number)                                        \
	}
#define TEXT(literal)                                                                              \
	{                                                                                          \
		.type = GLIM_TYPE_TEXT, sizeof(literal) - 1, .as.data = (literal)                  \
	}
#define BLOB(bytes, size)                                                                          \
	{                                                                                          \
		.type = GLIM_TYPE_BLOB, (size), .as.data = (bytes)                                 \
	}

static const struct value_case {
	const char *column;
	glim_value value;
} cases[] = {
	{ "integer", INT(0) },
	{ "integer", INT(INT32_MIN) },
	{ "integer", INT(INT32_MAX) },
	{ "bigint", INT(-1) },
	{ "bigint", INT(INT64_MIN) },
	{ "bigint", INT(INT64_MAX) },
	{ "boolean", INT(1) },
	{ "float", REAL(0.1) },
	{ "float", REAL(1.0) },
	{ "float", REAL(-123456789.0123456789) },
	{ "float", REAL(DBL_MAX) },
	{ "float", REAL(DBL_MIN) },
	{ "string", TEXT("") },
	{ "string", TEXT("Aras") },
	{ "string", TEXT("it's \"quoted\" \\ and ? marked; -- so") },
	{ "string", TEXT("line\nline\ttab\r") },
	{ "string", TEXT("na\xc3\xafve \xe6\xbc\xa2\xe5\xad\x97 \xf0\x9f\x98\x80") },
	{ "bytewise", TEXT("Aras") },
	{ "text", TEXT("") },
	{ "text", TEXT("2026-11-01") },
	{ "text", TEXT("12.50") },
	{ "blob", BLOB(all_bytes, sizeof all_bytes) },
	{ "blob", BLOB("", 0) },
	{ "datetime", TEXT("2026-11-01 09:12:04.113402") },
	{ "datetime", TEXT("1000-01-01 00:00:00.000001") },
	{ "date", TEXT("2026-11-01") },
	{ "integer", { .type = GLIM_TYPE_NULL } },
	{ "float", { .type = GLIM_TYPE_NULL } },
	{ "text", { .type = GLIM_TYPE_NULL } },
	{ "blob", { .type = GLIM_TYPE_NULL } },
	{ "datetime", { .type = GLIM_TYPE_NULL } },
};

enum { CASES = sizeof cases / sizeof *cases };

static void create_table(const struct target *target)
{
	struct text sql = { 0 };

	target->driver->dialect->create_table(&sql, &values_model);
	target_run(target, text_get(&sql));
	text_finish(&sql);
}

/* INSERT INTO values (key, column) VALUES (?, ?), in the database's own quotes. */
static char *insert_sql(const struct target *target, const char *column)
{
	bool present[sizeof columns / sizeof *columns] = { true };
	struct text sql = { 0 };

	for (size_t i = 1; i < values_model.count; i++)
		present[i] = strcmp(columns[i].name, column) == 0;
	dialect_insert(target->driver->dialect, &sql, &values_model, present);
	return text_take(&sql);
}

static char *select_sql(const struct target *target, const char *column, const char *where)
{
	struct text sql = { 0 };

	text_add(&sql, "SELECT ");
	dialect_add_name(target->driver->dialect, &sql, column);
	text_add(&sql, " FROM ");
	dialect_add_name(target->driver->dialect, &sql, "values");
	text_print(&sql, " WHERE %s", where);
	return text_take(&sql);
}

static void expect(const struct target *target, const char *sql, const glim_value *marks,
		   size_t count, const glim_value *expected)
{
	struct rows rows = rows_read(target, sql, marks, count);
	char *got = value_show(rows_cell(&rows, 0, 0));
	char *wanted = value_show(expected);

	ck_assert_uint_eq(rows.count, 1);
	ck_assert_msg(value_equal(rows_cell(&rows, 0, 0), expected), "%s: %s instead of %s", sql,
		      got, wanted);
	free(got);
	free(wanted);
	rows_finish(&rows);
}

static void round_trip(const struct target *target, const char *column, const glim_value *value,
		       int64_t key)
{
	char *insert = insert_sql(target, column);
	char *one =
		memory_format("1 = 1 ORDER BY %c%s%c DESC LIMIT 1", target->driver->dialect->quote,
			      "key", target->driver->dialect->quote);
	char *asked = memory_format("%ckey%c = ?", target->driver->dialect->quote,
				    target->driver->dialect->quote);
	char *without = select_sql(target, column, one);
	char *with = select_sql(target, column, asked);

	ck_assert_int_eq(
		target_run_values(target, insert, VALUES(glim_int(key), *value), 2).changes, 1);
	expect(target, without, NULL, 0, value);
	expect(target, with, VALUES(glim_int(key)), 1, value);
	free(insert);
	free(one);
	free(asked);
	free(without);
	free(with);
}

START_TEST(a_value_comes_back_as_it_went_in)
{
	struct target target;

	if (!target_open(&target, _i))
		return;
	create_table(&target);
	for (int i = 0; i < CASES; i++)
		round_trip(&target, cases[i].column, &cases[i].value, i);
	target_close(&target);
}
END_TEST

static char *much(int type)
{
	char *data = memory_alloc(BIG);

	for (size_t i = 0; i < BIG; i++)
		data[i] = (char)(type == GLIM_TYPE_TEXT ? 'a' + i % 26 : i % 251);
	return data;
}

START_TEST(megabytes_come_back_as_they_went_in)
{
	struct target target;

	if (!target_open(&target, _i))
		return;
	create_table(&target);
	for (int type = GLIM_TYPE_TEXT; type <= GLIM_TYPE_BLOB; type++) {
		glim_value value = glim_typed(type);
		char *data = much(type);

		value.as.data = data;
		value.length = BIG;
		round_trip(&target, type == GLIM_TYPE_TEXT ? "text" : "blob", &value, type);
		free(data);
	}
	target_close(&target);
}
END_TEST

/* The cells' buffers grow and stay right for the smaller cells that follow. */
START_TEST(long_and_short_cells_take_turns)
{
	struct target target;
	struct rows rows;

	if (!target_open(&target, _i))
		return;
	create_table(&target);
	for (int i = 0; i < 40; i++) {
		char *text = memory_format("%0*d", i % 2 ? 3 : i * 300 + 1, i);
		char *insert = insert_sql(&target, "text");

		target_run_values(&target, insert, VALUES(glim_int(i), glim_text(text)), 2);
		free(insert);
		free(text);
	}
	char *select = select_sql(&target, "text", "1 = ? ORDER BY 1 DESC");
	rows = rows_read(&target, select, VALUES(glim_int(1)), 1);
	ck_assert_uint_eq(rows.count, 40);
	for (size_t i = 0; i < rows.count; i++) {
		const glim_value *cell = rows_cell(&rows, i, 0);
		int number = atoi(cell->as.data);

		ck_assert_uint_eq(cell->length, number % 2 ? 3 : (unsigned)number * 300 + 1);
		ck_assert_uint_eq(strlen(cell->as.data), cell->length);
	}
	rows_finish(&rows);
	free(select);
	target_close(&target);
}
END_TEST

START_TEST(the_same_statement_takes_other_types_the_next_time)
{
	static const glim_value series[] = {
		TEXT("one"), { .type = GLIM_TYPE_NULL }, TEXT("a longer text than before"), TEXT("")
	};
	struct target target;

	if (!target_open(&target, _i))
		return;
	create_table(&target);
	for (int i = 0; i < 4; i++) {
		char *insert = insert_sql(&target, "string");

		target_run_values(&target, insert, VALUES(glim_int(i), series[i]), 2);
		free(insert);
	}
	ck_assert_int_eq(target_number(&target, target.driver->dialect->quote == '"'
							? "SELECT count(string) FROM \"values\""
							: "SELECT count(string) FROM `values`"),
			 3);
	target_close(&target);
}
END_TEST

/* What a statement with values reads has to be what one without reads. */
START_TEST(every_kind_of_column_reads_alike_with_values_and_without)
{
	static const char create[] =
		"CREATE TABLE t (a TINYINT, b SMALLINT UNSIGNED, c MEDIUMINT, d BIGINT UNSIGNED, "
		"e DECIMAL(30,10), f DOUBLE, g BIT(9), h YEAR, i DATE, j DATETIME(3), k TIMESTAMP, "
		"l TIME(1), m CHAR(5), n BINARY(3), o ENUM('x','y'), p SET('x','y'), q JSON, "
		"r TINYBLOB, s MEDIUMTEXT, t VARBINARY(9), u DATETIME, v TIME, w POINT)";
	static const char insert[] =
		"INSERT INTO t VALUES (-7, 65535, -8388608, 18446744073709551615, "
		"12345678901234567890.0123456789, 0.1, b'100000001', 2026, '2026-11-01', "
		"'2026-11-01 09:12:04.5', '2026-11-01 09:12:04', '-12:34:56.5', 'ab', x'00ff', "
		"'y', "
		"'x,y', '{\"a\":1}', x'00', 'text', x'0001', '2026-11-01 00:00:00', '838:59:59', "
		"POINT(1, 2))";
	struct target target;
	struct rows plain, marked;

	if (!target_open(&target, TARGET_MYSQL))
		return;
	target_run(&target, create);
	target_run(&target, insert);
	plain = rows_read(&target, "SELECT * FROM t", NULL, 0);
	marked = rows_read(&target, "SELECT * FROM t WHERE 1 = ?", VALUES(glim_int(1)), 1);
	for (size_t i = 0; i < plain.columns; i++) {
		char *a = value_show(rows_cell(&plain, 0, i));
		char *b = value_show(rows_cell(&marked, 0, i));

		ck_assert_msg(value_equal(rows_cell(&plain, 0, i), rows_cell(&marked, 0, i)),
			      "column %s: %s, and with values %s", plain.names[i], a, b);
		free(a);
		free(b);
	}
	ck_assert_str_eq(rows_cell(&plain, 0, 3)->as.data, "18446744073709551615");
	ck_assert_str_eq(rows_cell(&plain, 0, 4)->as.data, "12345678901234567890.0123456789");
	ck_assert_str_eq(rows_cell(&plain, 0, 11)->as.data, "-12:34:56.5");
	ck_assert_int_eq(rows_cell(&plain, 0, 13)->type, GLIM_TYPE_BLOB);
	rows_finish(&plain);
	rows_finish(&marked);
	target_close(&target);
}
END_TEST

/* As a text the server gives six digits of it. */
START_TEST(a_number_of_single_precision_is_read_as_it_is)
{
	static const char *const questions[] = {
		"SELECT f FROM t ORDER BY f",
		"  /* all */ WITH x AS (SELECT f FROM t) SELECT f FROM x ORDER BY f",
	};
	struct target target;

	if (!target_open(&target, TARGET_MYSQL))
		return;
	target_run(&target, "CREATE TABLE t (f FLOAT)");
	target_run(&target, "INSERT INTO t VALUES (8388609), (16777216)");
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		struct rows rows = rows_read(&target, questions[i], NULL, 0);

		ck_assert_double_eq(rows_cell(&rows, 0, 0)->as.real, 8388609);
		ck_assert_double_eq(rows_cell(&rows, 1, 0)->as.real, 16777216);
		rows_finish(&rows);
	}
	target_close(&target);
}
END_TEST

Suite *values_suite(void);

Suite *values_suite(void)
{
	Suite *suite = suite_create("values");
	TCase *both = tcase_create("on each database");
	TCase *server = tcase_create("on the server");

	tcase_add_unchecked_fixture(both, target_folder_make, target_folder_remove);
	tcase_set_timeout(both, 60);
	tcase_set_timeout(server, 60);
	tcase_add_loop_test(both, a_value_comes_back_as_it_went_in, 0, TARGETS);
	tcase_add_loop_test(both, megabytes_come_back_as_they_went_in, 0, TARGETS);
	tcase_add_loop_test(both, long_and_short_cells_take_turns, 0, TARGETS);
	tcase_add_loop_test(both, the_same_statement_takes_other_types_the_next_time, 0, TARGETS);
	tcase_add_test(server, a_number_of_single_precision_is_read_as_it_is);
	tcase_add_test(server, every_kind_of_column_reads_alike_with_values_and_without);
	suite_add_tcase(suite, both);
	suite_add_tcase(suite, server);
	return suite;
}
