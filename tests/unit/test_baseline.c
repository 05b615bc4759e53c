/* What a baseline records: the rules, without a database. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "given_plan.h"

/* The cases below leave out what is zero. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

static const struct baseline_case {
	const char *title;
	struct given_file files[GIVEN_MOST];
	struct given_row rows[GIVEN_MOST];
	const char *name;
	const char *expected; /* NULL: refused */
	enum error_code code;
	const char *says;
} cases[] = {
	{ "up to the name, which is one of them",
	  { { "1_A" }, { "2_B" }, { "3_C" } },
	  {},
	  "B",
	  "A B" },
	{ "the first", { { "1_A" }, { "2_B" } }, {}, "1_A", "A" },
	{ "all", { { "1_A" }, { "2_B" } }, {}, "B", "A B" },
	{ "what is applied is left alone",
	  { { "1_A" }, { "2_B" }, { "3_C" } },
	  { { "B", 'a' } },
	  "C",
	  "A C" },
	{ "the name itself is applied: what stands before it",
	  { { "1_A" }, { "2_B" }, { "3_C" } },
	  { { "B", 'a' } },
	  "B",
	  "A" },
	{ "all of it is applied", { { "1_A" }, { "2_B" } }, { { "A", 'a' } }, "A", "" },
	{ "failed and undone counts as pending", { { "1_A" } }, { { "A", 'f' } }, "A", "A" },
	{ "what it depends on comes first, wherever it stands",
	  { { "1_A", "C" }, { "2_B" }, { "3_C" } },
	  {},
	  "A",
	  "C A" },
	{ "what one before it depends on comes too",
	  { { "1_A", "C" }, { "2_B" }, { "3_C" } },
	  {},
	  "B",
	  "C A B" },
	{ "model files are left out", { { "1_A" }, { "User", NULL, MODELS_ONLY } }, {}, "A", "A" },
	{ "a model file is no migration",
	  { { "1_A" }, { "User", NULL, MODELS_ONLY } },
	  {},
	  "User",
	  NULL,
	  ERROR_UNKNOWN_NAME,
	  "no migration User" },
	{ "a name that nobody knows",
	  { { "1_AddUser" } },
	  {},
	  "AddUsr",
	  NULL,
	  ERROR_UNKNOWN_NAME,
	  "did you mean AddUser?" },
	{ "a name whose plugin is gone",
	  { { "1_A" } },
	  { { "B", 'a' } },
	  "B",
	  NULL,
	  ERROR_MISSING,
	  "its plugin is missing" },
	{ "what stopped half-way is settled first",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'f', "failed" } },
	  "B",
	  NULL,
	  ERROR_FAILED,
	  "in the middle of its run" },
	{ "an interrupted rollback too",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'r', "started", true } },
	  "B",
	  NULL,
	  ERROR_INTERRUPTED,
	  "in the middle of its rollback" },
	{ "a circle",
	  { { "1_A", "B" }, { "2_B", "A" } },
	  {},
	  "B",
	  NULL,
	  ERROR_PLUGIN_REFUSED,
	  "in a circle" },
};

static char *names(const struct plan *plan)
{
	struct text out = { 0 };

	for (size_t i = 0; i < plan->count; i++)
		text_print(&out, "%s%s", i ? " " : "", plan->items[i].entry->name);
	return text_take(&out);
}

START_TEST(a_baseline_takes_what_is_pending_up_to_a_name)
{
	const struct baseline_case *given = &cases[_i];
	struct entry entries[GIVEN_MOST];
	struct catalog catalog = { .entries = entries };
	struct history *history = given_history(given->rows);
	struct error error = { 0 };
	struct plan *plan;

	given_catalog(&catalog, given->files);
	plan = plan_baseline(&catalog, history, given->name, &error);
	if (given->expected) {
		char *shown;

		ck_assert_msg(plan != NULL, "%s: %s", given->title, error.message);
		shown = names(plan);
		ck_assert_msg(strcmp(shown, given->expected) == 0, "%s: \"%s\"", given->title,
			      shown);
		free(shown);
	} else {
		ck_assert_msg(plan == NULL, "%s: planned", given->title);
		ck_assert_msg(error.code == given->code, "%s: %s", given->title,
			      error_slug(error.code));
		ck_assert_msg(strstr(error.message, given->says) != NULL, "%s: %s", given->title,
			      error.message);
		ck_assert_ptr_nonnull(error.next[0]);
	}
	plan_destroy(plan);
	history_destroy(history);
	error_finish(&error);
	given_finish(&catalog);
}
END_TEST

Suite *baseline_suite(void);

Suite *baseline_suite(void)
{
	Suite *suite = suite_create("baseline");
	TCase *tests = tcase_create("baseline");

	tcase_add_loop_test(tests, a_baseline_takes_what_is_pending_up_to_a_name, 0,
			    (int)(sizeof cases / sizeof *cases));
	suite_add_tcase(suite, tests);
	return suite;
}
