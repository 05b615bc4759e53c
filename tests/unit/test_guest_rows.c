/* What a migration reads of the rows that come back. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scripted_service.h"

static struct script script;

static void open_script(void)
{
	script_open(&script);
}

static void close_script(void)
{
	script_close(&script);
}

static const glim_value row_values[] = {
	{ .type = GLIM_TYPE_INT, .as.integer = 42 },
	{ .type = GLIM_TYPE_REAL, .as.real = 2.5 },
	{ .type = GLIM_TYPE_TEXT, .length = 4, .as.data = "12.9" },
	{ .type = GLIM_TYPE_BLOB, .length = 3, .as.data = "a\0b" },
	{ .type = GLIM_TYPE_NULL },
	{ .type = GLIM_TYPE_TEXT, .length = 4, .as.data = "Aras" },
	{ .type = GLIM_TYPE_REAL, .as.real = 1e300 },
	{ .type = GLIM_TYPE_INT, .as.integer = INT64_MIN },
	{ .type = GLIM_TYPE_TEXT, .length = 0, .as.data = "" },
	{ .type = GLIM_TYPE_REAL, .as.real = 0.1 },
};

/* Conditions in C on the first row. */
static const char *const readings[] = {
	"glim_get_int(r, 0) == 42",
	"glim_get_real(r, 0) == 42.0",
	"!strcmp(glim_get_text(r, 0), \"42\")",
	"glim_get_int(r, 1) == 2",
	"!strcmp(glim_get_text(r, 1), \"2.5\")",
	"glim_get_int(r, 2) == 12",
	"glim_get_real(r, 2) == 12.9",
	"glim_get_blob(r, 3).length == 3 && !memcmp(glim_get_blob(r, 3).as.data, \"a\\0b\", 4)",
	"glim_get_int(r, 4) == 0 && glim_get_real(r, 4) == 0",
	"!glim_get_text(r, 4) && !glim_get_blob(r, 4).as.data && glim_is_null(r, 4)",
	"glim_get(r, 4, GLIM_TYPE_INT).type == GLIM_TYPE_NULL",
	"!glim_is_null(r, 0) && !glim_is_null(r, 8)",
	"glim_get(r, 5, GLIM_TYPE_NULL).type == GLIM_TYPE_TEXT",
	"!strcmp(glim_get_text(r, 7), \"-9223372036854775808\")",
	"!strcmp(glim_get_text(r, 8), \"\")",
	"!strcmp(glim_get_text(r, 9), \"0.1\")",
	"!strcmp(glim_get_text(r, 6), \"1e+300\")",
	"glim_get_text(r, 0) != glim_get_text(r, 1)",
};

static const char *const misreadings[] = {
	"glim_get_int(r, 5)",
	"glim_get_real(r, 5)",
	"glim_get_int(r, 6)",
	"glim_get_int(r, 8)",
	"glim_get_int(r, 3)",
	"glim_get_text(r, 3) != 0",
	"glim_get_blob(r, 5).as.data != 0",
	"glim_get_int(r, 10)",
	"glim_get(r, 0, 77).type",
};

/* 10 if the condition holds, and the status. */
static int read_first_row(const char *condition)
{
	char *body = memory_format("glim_rows *r = glim_query(ctx, \"rows\");"
				   "if (!glim_next(r)) return 8;"
				   "int right = %s; return right * 10 + glim_status(ctx);",
				   condition);

	script.columns = sizeof row_values / sizeof *row_values;
	script.rows = 1;
	script.values = row_values;
	script_run_body(&script, "", body);
	free(body);
	return script.result.returned;
}

START_TEST(a_column_reads_as_the_type_that_is_asked_for)
{
	ck_assert_msg(read_first_row(readings[_i]) == 10, "%s: %s", readings[_i],
		      text_get(&script.told));
}
END_TEST

START_TEST(a_column_that_does_not_convert_is_misuse)
{
	ck_assert_msg(read_first_row(misreadings[_i]) == GLIM_MISUSE, "%s: %s", misreadings[_i],
		      text_get(&script.told));
}
END_TEST

static const glim_value pairs[] = {
	{ .type = GLIM_TYPE_INT, .as.integer = 1 },
	{ .type = GLIM_TYPE_TEXT, .length = 3, .as.data = "one" },
	{ .type = GLIM_TYPE_INT, .as.integer = 2 },
	{ .type = GLIM_TYPE_TEXT, .length = 3, .as.data = "two" },
};

START_TEST(other_statements_run_inside_the_loop_over_rows)
{
	script.columns = script.rows = 2;
	script.values = pairs;
	script_run_body(&script, "",
			"glim_rows *rows = glim_query(ctx, \"rows\");\n"
			"while (glim_next(rows))\n"
			"glim_exec(ctx, \"I\", glim_get(rows, 0, 0), glim_get(rows, 1, 0));\n"
			"glim_close(rows); return glim_next(rows) || glim_next(NULL);");
	ck_assert_str_eq(text_get(&script.asked),
			 "query m.c:1 rows\nexec m.c:3 I [1 'one']\nexec m.c:3 I [2 'two']\n");
	ck_assert_int_eq(script.result.returned, 0);
}
END_TEST

START_TEST(a_query_that_fails_gives_no_rows)
{
	script_run_body(&script, "",
			"glim_rows *rows = glim_query(ctx, \"fail\");"
			"while (glim_next(rows)) return 9;"
			"glim_close(rows); return rows == NULL;");
	ck_assert_int_eq(script.result.returned, 1);
}
END_TEST

START_TEST(many_rows_arrive_whole)
{
	enum { ROWS = 50000 };
	glim_value *values = memory_alloc(ROWS * sizeof *values);

	for (size_t i = 0; i < ROWS; i++)
		values[i] = glim_int((int64_t)i);
	script.columns = 1;
	script.rows = ROWS;
	script.values = values;
	script_run_body(&script, "",
			"int64_t sum = 0; glim_rows *rows = glim_query(ctx, \"rows\");"
			"while (glim_next(rows)) sum += glim_get_int(rows, 0);"
			"return sum == 50000LL * 49999 / 2;");
	ck_assert_int_eq(script.result.returned, 1);
	free(values);
}
END_TEST

Suite *guest_rows_suite(void);
Suite *guest_rows_suite(void)
{
	Suite *suite = suite_create("guest_rows");
	TCase *cases = tcase_create("guest_rows");

	tcase_set_timeout(cases, 60);
	tcase_add_checked_fixture(cases, open_script, close_script);
	tcase_add_loop_test(cases, a_column_reads_as_the_type_that_is_asked_for, 0,
			    sizeof readings / sizeof *readings);
	tcase_add_loop_test(cases, a_column_that_does_not_convert_is_misuse, 0,
			    sizeof misreadings / sizeof *misreadings);
	tcase_add_test(cases, other_statements_run_inside_the_loop_over_rows);
	tcase_add_test(cases, a_query_that_fails_gives_no_rows);
	tcase_add_test(cases, many_rows_arrive_whole);
	suite_add_tcase(suite, cases);
	return suite;
}
