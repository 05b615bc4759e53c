#include <check.h>
#include <stdlib.h>
#include <string.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "model/model.h"

static const struct column user_columns[] = {
	{ .name = "id", .type = GLIM_COLUMN_INTEGER, .primary_key = true },
	{ .name = "name", .type = GLIM_COLUMN_STRING, .length = 40, .default_sql = "'new'" },
	{ .name = "team", .type = GLIM_COLUMN_INTEGER, .references = "teams(id)" },
};

static const struct model user = { "User", "users", user_columns, 3 };

#define COLUMNS(...)                                                                               \
	(const struct column[])                                                                    \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

static const struct problem_case {
	struct model model;
	const char *word; /* NULL: sound */
} problems[] = {
	{ { "User", "users", user_columns, 3 }, NULL },
	{ { "", "users", user_columns, 3 }, "no name" },
	{ { "User", NULL, user_columns, 3 }, "names no table" },
	{ { "User", "users", user_columns, 0 }, "no columns" },
	{ { "User", "users", user_columns, 1001 }, "at most 1000" },
	{ { "User", "users", COLUMNS({ .name = "" }), 1 }, "no name" },
	{ { "User", "users", COLUMNS({ .name = "a", .type = 10 }), 1 }, "unknown type 10" },
	{ { "User", "users", COLUMNS({ .name = "a" }, { .name = "A" }), 2 }, "two columns" },
	{ { "User", "users",
	    COLUMNS({ .name = "a", .type = GLIM_COLUMN_DECIMAL, .length = 2, .scale = 3 }), 1 },
	  "digits" },
	{ { "User", "users", COLUMNS({ .name = "a", .autoincrement = true }), 1 },
	  "only primary key" },
	{ { "User", "users",
	    COLUMNS({ .name = "a",
		      .type = GLIM_COLUMN_TEXT,
		      .primary_key = true,
		      .autoincrement = true }),
	    1 },
	  "integer" },
	{ { "User", "users", COLUMNS({ .name = "a", .references = "users" }), 1 },
	  "table(column)" },
	{ { "User", "users", COLUMNS({ .name = "a", .references = "(id)" }), 1 }, "table(column)" },
	{ { "User", "users", COLUMNS({ .name = "a", .references = "users()" }), 1 },
	  "table(column)" },
	{ { "User", "users", COLUMNS({ .name = "a", .references = "users(id) x" }), 1 },
	  "table(column)" },
};

enum { PROBLEMS = sizeof problems / sizeof *problems };

START_TEST(a_model_is_sound_or_says_what_is_wrong)
{
	char *problem = model_problem(&problems[_i].model);

	if (!problems[_i].word)
		ck_assert_msg(!problem, "%s", problem);
	else
		ck_assert_msg(problem && strstr(problem, problems[_i].word), "%s instead of %s",
			      problem, problems[_i].word);
	free(problem);
}
END_TEST

START_TEST(a_copy_is_equal_and_stands_alone)
{
	struct model *copy = model_copy(&user);

	ck_assert(model_equal(&user, copy));
	ck_assert_ptr_ne(copy->columns[1].default_sql, user.columns[1].default_sql);
	ck_assert_uint_eq(model_key_count(copy), 1);
	model_destroy(copy);
	model_destroy(NULL);
}
END_TEST

START_TEST(one_difference_makes_two_models_differ)
{
	struct column changed[][3] = {
		{ user_columns[0], user_columns[1], user_columns[2] },
		{ user_columns[0], user_columns[1], user_columns[2] },
		{ user_columns[0], user_columns[1], user_columns[2] },
	};

	changed[0][1].length = 41;
	changed[1][1].default_sql = NULL;
	changed[2][2].references = "teams(key)";
	for (size_t i = 0; i < 3; i++) {
		struct model other = { "User", "users", changed[i], 3 };

		ck_assert(!model_equal(&user, &other));
	}
	ck_assert(!model_equal(&user, &(struct model){ "User", "people", user_columns, 3 }));
	ck_assert(!model_equal(&user, &(struct model){ "User", "users", user_columns, 2 }));
}
END_TEST

START_TEST(a_reference_names_its_table)
{
	char *table = model_referenced_table(&user_columns[2]);

	ck_assert_str_eq(table, "teams");
	ck_assert_ptr_null(model_referenced_table(&user_columns[0]));
	free(table);
}
END_TEST

Suite *model_suite(void);

Suite *model_suite(void)
{
	Suite *suite = suite_create("model");
	TCase *tests = tcase_create("model");

	tcase_add_loop_test(tests, a_model_is_sound_or_says_what_is_wrong, 0, PROBLEMS);
	tcase_add_test(tests, a_copy_is_equal_and_stands_alone);
	tcase_add_test(tests, one_difference_makes_two_models_differ);
	tcase_add_test(tests, a_reference_names_its_table);
	suite_add_tcase(suite, tests);
	return suite;
}
