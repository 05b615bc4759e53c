#include "script/script.h"

#include <check.h>
#include <string.h>

#include "dialect/dialect.h"
#include "dialect/rules.h"

static const struct lexis mysql = MYSQL_LEXIS;

struct piece {
	size_t line, column;
	const char *sql;
};

struct good_case {
	const char *text;
	struct piece up[4], down[4];
	bool can_roll_back;
};

static const struct good_case goods[] = {
	{ "-- migrate:up\nSELECT 1;\n\n-- migrate:down\n  SELECT 2; SELECT 3",
	  { { 2, 1, "SELECT 1" } },
	  { { 5, 3, "SELECT 2" }, { 5, 13, "SELECT 3" } },
	  true },
	{ "\n-- words\n\n--migrate:up transaction:false\nSELECT 1", { { 5, 1, "SELECT 1" } } },
	{ "\xef\xbb\xbf-- migrate:up\r\nSELECT 1;\r\n-- migrate:down\r\n",
	  { { 2, 1, "SELECT 1" } } },
	{ "-- migrate:up\nSELECT 1;\n-- migrate:down\n-- nothing\n\n", { { 2, 1, "SELECT 1" } } },
	{ "-- migrate:up", { { 0 } } },
	{ "-- migrate:up\nSELECT '\n--migrate is no marker here';",
	  { { 2, 1, "SELECT '\n--migrate is no marker here'" } } },
	{ "-- migrate:up\nDELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\n"
	  "SELECT 2;\n",
	  { { 3, 1, "CREATE PROCEDURE p() BEGIN SELECT 1; END" }, { 5, 1, "SELECT 2" } } },
	{ "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n-- +goose StatementBegin\n"
	  "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN\nSET @a = 1; END;\n"
	  "--  +goose   StatementEnd\n-- +goose Down\nSELECT 2;",
	  { { 3, 1, "SELECT 1" },
	    { 5, 1, "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN\nSET @a = 1; END" } },
	  { { 9, 1, "SELECT 2" } },
	  true },
	{ "--+goose Up\n--+goose StatementBegin\nSELECT 1;\n--+goose StatementEnd\n",
	  { { 3, 1, "SELECT 1" } } },
	{ "-- +goose Up\n-- +goose ENVSUB OFF\nSELECT 1;\n", { { 3, 1, "SELECT 1" } } },
};

static void assert_pieces(const struct script *script, bool down, const struct piece *pieces)
{
	struct script_fault fault = { 0 };
	struct statement_list list;
	size_t n = 0;

	ck_assert_msg(script_split(script, down, &mysql, &list, &fault), "%s", fault.why);
	for (; n < list.count && pieces[n].sql; n++) {
		ck_assert_str_eq(list.pieces[n].sql, pieces[n].sql);
		ck_assert_uint_eq(list.pieces[n].line, pieces[n].line);
		ck_assert_uint_eq(list.pieces[n].column, pieces[n].column);
	}
	ck_assert_msg(n == list.count && !pieces[n].sql, "%s: %zu pieces", script->text,
		      list.count);
	statement_list_finish(&list);
}

START_TEST(sections_are_cut_at_their_markers)
{
	const struct good_case *one = &goods[_i];
	struct script_fault fault = { 0 };
	struct script *script = script_read("a.sql", one->text, &fault);

	ck_assert_msg(script, "%s: %zu: %s", one->text, fault.line, fault.why);
	ck_assert_str_eq(script->site, "a.sql");
	assert_pieces(script, false, one->up);
	assert_pieces(script, true, one->down);
	ck_assert(script_can_roll_back(script) == one->can_roll_back);
	script_destroy(script);
}
END_TEST

struct bad_case {
	const char *text;
	size_t line;
	const char *why;
};

static const struct bad_case bads[] = {
	{ "", 1, "it has no \"-- migrate:up\"" },
	{ "\n\nSELECT 1;\n-- migrate:up\n", 3, "only comments may stand before" },
	{ "-- migrate:down\nSELECT 1;\n", 1, "stands before the up section" },
	{ "-- migrate:up\n-- migrate:up\n", 2, "a second \"-- migrate:up\"" },
	{ "-- migrate:up\n-- migrate:down\n-- migrate:down\n", 3, "a second \"-- migrate:down\"" },
	{ "-- migrate:up\n -- migrate:down\n", 2, "a marker begins its line" },
	{ "-- migrate:upp\n", 1, "these are known: migrate:up, migrate:down" },
	{ "-- migrate:up transaction:maybe\n", 1, "only transaction:false" },
	{ "-- +goose Up\n-- migrate:down\n", 2, "in a file that begins with \"-- +goose Up\"" },
	{ "-- +goose up\n", 1, "of goose's markers these are known" },
	{ "-- +goose\n", 1, "of goose's markers these are known" },
	{ "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n", 2, "without its StatementEnd" },
	{ "-- +goose Up\n-- +goose StatementEnd\n", 2, "without its StatementBegin" },
	{ "-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementBegin\n", 3, "inside that" },
	{ "-- +goose Up\n-- +goose StatementBegin\n-- +goose Down\n", 3, "line 2 has no end" },
	{ "-- +goose StatementBegin\n", 1, "before the up section" },
	{ "-- +goose Up\n-- +goose ENVSUB ON\n", 2, "variables of the environment" },
};

START_TEST(a_bad_file_is_one_error_with_its_line)
{
	const struct bad_case *one = &bads[_i];
	struct script_fault fault = { 0 };

	ck_assert_ptr_null(script_read("a.sql", one->text, &fault));
	ck_assert_msg(strstr(fault.why, one->why), "%s: %s", one->text, fault.why);
	ck_assert_uint_eq(fault.line, one->line);
	ck_assert_uint_eq(fault.column, 1);
}
END_TEST

struct check_case {
	const char *text;
	size_t line, column;
	const char *why;
};

static const struct check_case checks[] = {
	{ "-- migrate:up\nSELECT 1;\n  SELECT 'a;\n", 3, 10, "a text has no closing quote" },
	{ "-- migrate:up\nSELECT 1; COMMIT;\n", 2, 11, "leave out COMMIT" },
	{ "-- migrate:up\n-- migrate:down\n\nBEGIN;\n", 4, 1, "leave out BEGIN" },
	{ "-- migrate:up\nCREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1;\n", 2, 36,
	  "a block has no END" },
};

START_TEST(a_statement_that_cannot_be_run_is_found_before)
{
	const struct check_case *one = &checks[_i];
	struct script_fault fault = { 0 };
	struct script *script = script_read("a.sql", one->text, &fault);

	ck_assert_ptr_nonnull(script);
	ck_assert(!script_check(script, &dialect_sqlite, &fault));
	ck_assert_msg(strstr(fault.why, one->why), "%s", fault.why);
	ck_assert_uint_eq(fault.line, one->line);
	ck_assert_uint_eq(fault.column, one->column);
	script_destroy(script);
}
END_TEST

START_TEST(comments_before_the_first_marker_describe_it)
{
	struct script_fault fault = { 0 };
	struct script *script =
		script_read("a.sql",
			    "-- description:  adds the crates \n-- depends: AddUser, AddBox\n"
			    "-- migrate:up\n-- description: no longer\n",
			    &fault);

	ck_assert_ptr_nonnull(script);
	ck_assert_str_eq(script->description, "adds the crates");
	ck_assert_str_eq(script->depends, "AddUser, AddBox");
	script_destroy(script);
}
END_TEST

#define ADD_LOOP(cases, test, table)                                                               \
	tcase_add_loop_test(cases, test, 0, sizeof(table) / sizeof *(table))

Suite *script_suite(void);

Suite *script_suite(void)
{
	Suite *suite = suite_create("script");
	TCase *cases = tcase_create("script");

	ADD_LOOP(cases, sections_are_cut_at_their_markers, goods);
	ADD_LOOP(cases, a_bad_file_is_one_error_with_its_line, bads);
	ADD_LOOP(cases, a_statement_that_cannot_be_run_is_found_before, checks);
	tcase_add_test(cases, comments_before_the_first_marker_describe_it);
	suite_add_tcase(suite, cases);
	return suite;
}
