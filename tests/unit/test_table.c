/* Tables as wide as their cells; nothing is ever cut. */
#include <check.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/output.h"
#include "output/width.h"
#include "unit/capture.h"

#define COUNT(list) (int)(sizeof list / sizeof *list)

static struct output plain = { .color = COLOR_NEVER };

static char *printed(const char *const *headers, const char *const *cells, size_t columns,
		     struct output *output)
{
	struct table *table = table_create(headers, columns);
	struct capture capture;

	table_add(table, cells, SHADE_GOOD);
	capture = capture_begin(STDOUT_FILENO);
	table_print(table, output);
	table_destroy(table);
	return capture_end(&capture);
}

static const char *const headers[] = { "STATE", "MIGRATION", "DESCRIPTION" };

static const struct {
	const char *cells[3];
	const char *expected;
} rows[] = {
	{ { "applied", "AddUser", "adds" },
	  "STATE    MIGRATION  DESCRIPTION\napplied  AddUser    adds\n" },
	{ { "pending", "DropLegacyNameMigration", NULL },
	  "STATE    MIGRATION                DESCRIPTION\npending  DropLegacyNameMigration\n" },
	{ { "a", NULL, "x" }, "STATE  MIGRATION  DESCRIPTION\na                 x\n" },
	{ { "", "", "" }, "STATE  MIGRATION  DESCRIPTION\n\n" },
	{ { "a", "b\033[2J\a", "c\nd\te" },
	  "STATE  MIGRATION     DESCRIPTION\na      b\\x1b[2J\\x07  c d    e\n" },
	{ { "a", "\xff\xfe", "x" }, "STATE  MIGRATION  DESCRIPTION\na      \\xff\\xfe   x\n" },
	{ { "a", "\xc3\xbc\xe8\xa1\xa8", "x" },
	  "STATE  MIGRATION  DESCRIPTION\na      \xc3\xbc\xe8\xa1\xa8        x\n" },
};

START_TEST(cells_stand_below_their_headers)
{
	char *text;

	setlocale(LC_ALL, "C.UTF-8");
	text = printed(headers, rows[_i].cells, 3, &plain);
	ck_assert_str_eq(text, rows[_i].expected);
	free(text);
	setlocale(LC_ALL, "C");
}
END_TEST

START_TEST(a_cell_of_ten_thousand_characters_is_whole)
{
	static char wide[10001];
	const char *const cells[] = { "a", wide, "end" };
	char *text;

	memset(wide, 'w', sizeof wide - 1);
	text = printed(headers, cells, 3, &plain);
	ck_assert_ptr_nonnull(strstr(text, wide));
	ck_assert_ptr_nonnull(strstr(text, "w  end\n"));
	free(text);
}
END_TEST

START_TEST(color_does_not_move_columns)
{
	struct output colored = { .color = COLOR_ALWAYS };
	const char *const cells[] = { "ok", "x", "y" };
	char *text = printed(headers, cells, 3, &colored);

	ck_assert_str_eq(text, "STATE  MIGRATION  DESCRIPTION\n"
			       "\033[32mok\033[0m     x          y\n");
	free(text);
}
END_TEST

START_TEST(a_table_without_rows_has_its_headers)
{
	struct table *table = table_create(headers, 2);
	struct capture capture = capture_begin(STDOUT_FILENO);
	char *text;

	table_print(table, &plain);
	text = capture_end(&capture);
	ck_assert_str_eq(text, "STATE  MIGRATION\n");
	free(text);
	table_destroy(table);
	table_destroy(NULL);
}
END_TEST

static const struct {
	const char *locale, *text;
	size_t width;
} widths[] = {
	{ "C.UTF-8", "", 0 },
	{ "C.UTF-8", "abc", 3 },
	{ "C.UTF-8", "\xc3\xbc", 1 },
	{ "C.UTF-8", "\xe8\xa1\xa8", 2 },
	{ "C.UTF-8", "e\xcc\x81", 1 },
	{ "C", "abc", 3 },
	{ "C", "\xc3\xbc\xe8\xa1\xa8", 2 },
	{ "C.UTF-8", "a\xff", 2 },
};

START_TEST(widths_are_those_of_the_terminal)
{
	setlocale(LC_ALL, widths[_i].locale);
	ck_assert_uint_eq(width_of(widths[_i].text), widths[_i].width);
	setlocale(LC_ALL, "C");
}
END_TEST

Suite *table_suite(void);
Suite *table_suite(void)
{
	Suite *suite = suite_create("table");
	TCase *tests = tcase_create("table");

	tcase_add_loop_test(tests, cells_stand_below_their_headers, 0, COUNT(rows));
	tcase_add_test(tests, a_cell_of_ten_thousand_characters_is_whole);
	tcase_add_test(tests, color_does_not_move_columns);
	tcase_add_test(tests, a_table_without_rows_has_its_headers);
	tcase_add_loop_test(tests, widths_are_those_of_the_terminal, 0, COUNT(widths));
	suite_add_tcase(suite, tests);
	return suite;
}
