/* The plan: every rule of order, dependency, missing file and half-done record. No I/O. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "given_plan.h"
#include "plan/plan.h"

/* The cases below leave out what is zero. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

struct plan_case {
	const char *title;
	struct given_file files[GIVEN_MOST];
	struct given_row rows[GIVEN_MOST]; /* in the order of created_at */
	struct plan_request request;
	const char *expected; /* names in order; "!" marks out of order; NULL: an error */
	enum error_code code;
	const char *says; /* part of the error's message or of a note */
};

#define RUN(...)                                                                                   \
	{                                                                                          \
		.direction = DIRECTION_RUN, .count = -1, __VA_ARGS__                               \
	}
#define ROLLBACK(...)                                                                              \
	{                                                                                          \
		.direction = DIRECTION_ROLLBACK, .count = -1, __VA_ARGS__                          \
	}

#define RUN_SOME(n)                                                                                \
	{                                                                                          \
		.direction = DIRECTION_RUN, .count = (n)                                           \
	}
#define ROLLBACK_SOME(n)                                                                           \
	{                                                                                          \
		.direction = DIRECTION_ROLLBACK, .count = (n)                                      \
	}

static const struct plan_case cases[] = {
	{ "nothing there", {}, {}, RUN(), "", ERROR_NONE, NULL },
	{ "all pending, in order", { { "1_A" }, { "2_B" }, { "C" } }, {}, RUN(), "A B C" },
	{ "applied ones are left out", { { "1_A" }, { "2_B" } }, { { "A", 'a' } }, RUN(), "B" },
	{ "a model file is no migration",
	  { { "1_A" }, { "User", NULL, MODELS_ONLY } },
	  {},
	  RUN(),
	  "A" },
	{ "failed and undone counts as pending",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'a' }, { "B", 'f' } },
	  RUN(),
	  "B" },
	{ "older than the last applied: out of order",
	  { { "1_A" }, { "2_B" }, { "3_C" } },
	  { { "B", 'a' } },
	  RUN(),
	  "!A C",
	  ERROR_NONE,
	  "A is older" },
	{ "unnumbered ones are never out of order",
	  { { "2_B" }, { "A" } },
	  { { "B", 'a' } },
	  RUN(),
	  "A" },
	{ "out_of_order stop",
	  { { "1_A" }, { "2_B" } },
	  { { "B", 'a' } },
	  RUN(.out_of_order_stops = true),
	  NULL,
	  ERROR_HISTORY,
	  "1_A.so is older" },
	{ "one by name", { { "1_A" }, { "2_B" } }, {}, RUN(.name = "B"), "B" },
	{ "one by its stem", { { "1_A" }, { "2_B" } }, {}, RUN(.name = "2_B"), "B" },
	{ "one without its suffix",
	  { { "1_AddUserMigration" } },
	  {},
	  RUN(.name = "AddUser"),
	  "AddUserMigration" },
	{ "never by a prefix",
	  { { "1_AddUser" } },
	  {},
	  RUN(.name = "Add"),
	  NULL,
	  ERROR_UNKNOWN_NAME,
	  "no migration Add" },
	{ "a near name is suggested",
	  { { "1_AddUser" } },
	  {},
	  RUN(.name = "AddUsr"),
	  NULL,
	  ERROR_UNKNOWN_NAME,
	  "did you mean AddUser?" },
	{ "a model file cannot be run",
	  { { "User", NULL, MODELS_ONLY } },
	  {},
	  RUN(.name = "User"),
	  NULL,
	  ERROR_UNKNOWN_NAME,
	  "User" },
	{ "by name, applied already",
	  { { "1_A" } },
	  { { "A", 'a' } },
	  RUN(.name = "A"),
	  "",
	  ERROR_NONE,
	  "A is applied already" },
	{ "up to one", { { "1_A" }, { "2_B" }, { "3_C" } }, {}, RUN(.to = "B"), "A B" },
	{ "a number of them", { { "1_A" }, { "2_B" }, { "3_C" } }, {}, RUN_SOME(2), "A B" },
	{ "none of them", { { "1_A" } }, {}, RUN_SOME(0), "" },
	{ "more than there are", { { "1_A" } }, {}, RUN_SOME(9), "A" },
	{ "dependencies come first", { { "1_A", "C" }, { "2_B" }, { "3_C" } }, {}, RUN(), "C A B" },
	{ "a dependency that is applied",
	  { { "1_A" }, { "2_B", "A" } },
	  { { "A", 'a' } },
	  RUN(),
	  "B" },
	{ "a dependency whose plugin is gone but applied",
	  { { "2_B", "A" } },
	  { { "A", 'a' } },
	  RUN(),
	  "B",
	  ERROR_NONE,
	  "A is applied, its plugin is missing" },
	{ "a dependency that is nowhere",
	  { { "1_A", "Z" } },
	  {},
	  RUN(),
	  NULL,
	  ERROR_PLUGIN_REFUSED,
	  "A -> Z: there is no such migration" },
	{ "a circle",
	  { { "1_A", "B" }, { "2_B", "C" }, { "3_C", "A" } },
	  {},
	  RUN(),
	  NULL,
	  ERROR_PLUGIN_REFUSED,
	  "A -> B -> C -> A: the dependencies go in a circle" },
	{ "itself",
	  { { "1_A", "A" } },
	  {},
	  RUN(),
	  NULL,
	  ERROR_PLUGIN_REFUSED,
	  "A -> A: a migration cannot depend on itself" },
	{ "a dependency on a model file",
	  { { "1_A", "User" }, { "User", NULL, MODELS_ONLY } },
	  {},
	  RUN(),
	  NULL,
	  ERROR_PLUGIN_REFUSED,
	  "A -> User" },
	{ "by name, its dependency pending",
	  { { "1_A" }, { "2_B", "A" } },
	  {},
	  RUN(.name = "B"),
	  NULL,
	  ERROR_DEPENDENTS,
	  "B depends on A, which is not applied" },
	{ "one refused file stops all",
	  { { "1_A" }, { "2_B", NULL, BROKEN } },
	  {},
	  RUN(),
	  NULL,
	  ERROR_PLUGIN_REFUSED,
	  "2_B.so: broken" },
	{ "a refused file that is not asked for",
	  { { "1_A" }, { "2_B", NULL, BROKEN } },
	  {},
	  RUN(.name = "A"),
	  "A" },
	{ "applied and missing is noted",
	  { { "2_B" } },
	  { { "A", 'a' } },
	  RUN(),
	  "B",
	  ERROR_NONE,
	  "A is applied, its plugin is missing" },
	{ "half done is resumed first",
	  { { "1_A" }, { "2_B" }, { "3_C" } },
	  { { "A", 'a' }, { "C", 'f', "failed" } },
	  RUN(),
	  "~C !B" },
	{ "interrupted is resumed first",
	  { { "1_A" }, { "2_B" } },
	  { { "B", 'r', "started" } },
	  RUN(),
	  "~B !A" },
	{ "half done, its plugin gone",
	  { { "2_B" } },
	  { { "A", 'f', "failed" } },
	  RUN(),
	  NULL,
	  ERROR_MISSING,
	  "A was left in the middle of its run, and its plugin is missing" },
	{ "half done, its plugin refused",
	  { { "1_A", NULL, BROKEN } },
	  { { "A", 'f', "failed" } },
	  RUN(),
	  NULL,
	  ERROR_PLUGIN_REFUSED,
	  "1_A.so: broken" },
	{ "half done by name",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'f', "failed" } },
	  RUN(.name = "A"),
	  "~A" },
	{ "half done stops a run of another",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'f', "failed" } },
	  RUN(.name = "B"),
	  NULL,
	  ERROR_FAILED,
	  "A was stopped by an error in the middle of its run" },
	{ "a half-done rollback stops a run",
	  { { "1_A" } },
	  { { "A", 'f', "failed", true } },
	  RUN(),
	  NULL,
	  ERROR_FAILED,
	  "in the middle of its rollback" },
	{ "an interrupted rollback stops a run",
	  { { "1_A" } },
	  { { "A", 'r', "started", true } },
	  RUN(),
	  NULL,
	  ERROR_INTERRUPTED,
	  "A was interrupted in the middle of its rollback" },

	{ "nothing to roll back", { { "1_A" } }, {}, ROLLBACK(), "" },
	{ "all, newest first",
	  { { "1_A" }, { "2_B" }, { "3_C" } },
	  { { "B", 'a' }, { "A", 'a' }, { "C", 'a' } },
	  ROLLBACK(),
	  "C A B" },
	{ "the newest one",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'a' }, { "B", 'a' } },
	  ROLLBACK_SOME(1),
	  "B" },
	{ "down to one, which stays",
	  { { "1_A" }, { "2_B" }, { "3_C" } },
	  { { "A", 'a' }, { "B", 'a' }, { "C", 'a' } },
	  ROLLBACK(.to = "A"),
	  "C B" },
	{ "down to the newest: nothing", { { "1_A" } }, { { "A", 'a' } }, ROLLBACK(.to = "A"), "" },
	{ "one by name",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'a' }, { "B", 'a' } },
	  ROLLBACK(.name = "A"),
	  "A" },
	{ "one that is not applied",
	  { { "1_A" } },
	  {},
	  ROLLBACK(.name = "A"),
	  "",
	  ERROR_NONE,
	  "A is not applied" },
	{ "one that nobody knows",
	  { { "1_A" } },
	  {},
	  ROLLBACK(.name = "Zzz"),
	  NULL,
	  ERROR_UNKNOWN_NAME,
	  "Zzz" },
	{ "plugin gone",
	  { { "1_A" } },
	  { { "A", 'a' }, { "B", 'a' } },
	  ROLLBACK(),
	  NULL,
	  ERROR_MISSING,
	  "B cannot be rolled back: its plugin is missing" },
	{ "no rollback",
	  { { "1_A", NULL, NO_ROLLBACK } },
	  { { "A", 'a' } },
	  ROLLBACK(),
	  NULL,
	  ERROR_IRREVERSIBLE,
	  "A cannot be rolled back: its plugin has no rollback()" },
	{ "irreversible by its word",
	  { { "1_A", NULL, IRREVERSIBLE } },
	  { { "A", 'a' } },
	  ROLLBACK(.name = "A"),
	  NULL,
	  ERROR_IRREVERSIBLE,
	  "says that it is irreversible" },
	{ "all obstacles are listed",
	  { { "1_A", NULL, NO_ROLLBACK } },
	  { { "A", 'a' }, { "B", 'a' } },
	  ROLLBACK(),
	  NULL,
	  ERROR_MISSING,
	  "B cannot be rolled back: its plugin is missing; A cannot" },
	{ "an obstacle that is not asked for",
	  { { "1_A", NULL, NO_ROLLBACK }, { "2_B" } },
	  { { "A", 'a' }, { "B", 'a' } },
	  ROLLBACK_SOME(1),
	  "B" },
	{ "another depends on it",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'a' }, { "B", 'a', .depends = "X, A" } },
	  ROLLBACK(.name = "A"),
	  NULL,
	  ERROR_DEPENDENTS,
	  "A cannot be rolled back: B depends on it" },
	{ "both go, so it may",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'a' }, { "B", 'a', .depends = "A" } },
	  ROLLBACK(),
	  "B A" },
	{ "failed and undone: only its row goes",
	  { { "1_A" } },
	  { { "B", 'f' } },
	  ROLLBACK(),
	  "-B" },
	{ "half done, by name",
	  { { "1_A" } },
	  { { "A", 'f', "failed" } },
	  ROLLBACK(.name = "A"),
	  "~A" },
	{ "interrupted, by name",
	  { { "1_A" } },
	  { { "A", 'r', "started" } },
	  ROLLBACK(.name = "A"),
	  "~A" },
	{ "half done, without a name",
	  { { "1_A" } },
	  { { "A", 'f', "failed" } },
	  ROLLBACK(),
	  NULL,
	  ERROR_FAILED,
	  "A was stopped by an error in the middle of its run" },
	{ "half done, another by name",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'f', "failed" }, { "B", 'a' } },
	  ROLLBACK(.name = "B"),
	  NULL,
	  ERROR_FAILED,
	  "A was stopped" },
	{ "a half-done rollback is resumed by name",
	  { { "1_A" } },
	  { { "A", 'f', "failed", true } },
	  ROLLBACK(.name = "A"),
	  "~A" },
	{ "a half-done rollback is resumed first",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'f', "failed", true }, { "B", 'a' } },
	  ROLLBACK(),
	  "~A B" },
	{ "a half-done rollback, another by name",
	  { { "1_A" }, { "2_B" } },
	  { { "A", 'f', "failed", true }, { "B", 'a' } },
	  ROLLBACK(.name = "B"),
	  NULL,
	  ERROR_FAILED,
	  "in the middle of its rollback" },
};

/* "!" out of order, "-" only the row, "~" half done. */
static char *show(const struct plan *plan)
{
	struct text out = { 0 };

	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_item *item = &plan->items[i];

		text_print(&out, "%s%s%s%s%s", i ? " " : "", item->out_of_order ? "!" : "",
			   item->entry ? "" : "-", item->half_done ? "~" : "",
			   item->entry ? item->entry->name : item->record->name);
	}
	return text_take(&out);
}

static bool is_noted(const struct plan *plan, const char *text)
{
	for (size_t i = 0; i < plan->note_count; i++)
		if (strstr(plan->notes[i], text))
			return true;
	return false;
}

/* faults: 39 40 */
START_TEST(test_plan)
{
	const struct plan_case *given = &cases[_i];
	struct entry entries[GIVEN_MOST];
	struct catalog catalog = { .entries = entries };
	struct history *history = given_history(given->rows);
	struct error error = { 0 };
	struct plan *plan;

	given_catalog(&catalog, given->files);
	plan = plan_make(&catalog, history, &given->request, &error);
	if (given->expected) {
		char *shown;

		ck_assert_msg(plan != NULL, "%s: %s", given->title, error.message);
		shown = show(plan);
		ck_assert_msg(strcmp(shown, given->expected) == 0, "%s: planned \"%s\"",
			      given->title, shown);
		ck_assert_msg(!given->says || is_noted(plan, given->says), "%s: no note",
			      given->title);
		free(shown);
	} else {
		ck_assert_msg(plan == NULL, "%s: planned", given->title);
		ck_assert_msg(error.code == given->code, "%s: %s", given->title,
			      error_slug(error.code));
		ck_assert_msg(strstr(error.message, given->says) != NULL, "%s: %s", given->title,
			      error.message);
		ck_assert_msg(error.next[0] != NULL, "%s: no next command", given->title);
	}
	plan_destroy(plan);
	history_destroy(history);
	error_finish(&error);
	given_finish(&catalog);
}
END_TEST

START_TEST(test_plan_drift)
{
	const struct record both = { .source_checksum = (char *)"s", .checksum = (char *)"c" };
	const struct record old = { 0 };

	ck_assert(!plan_drifted(&both, "s", "other"));
	ck_assert(plan_drifted(&both, "t", "c"));
	ck_assert(plan_drifted(&both, NULL, "d"));
	ck_assert(!plan_drifted(&both, NULL, "c"));
	ck_assert(!plan_drifted(&old, "s", "c"));
}
END_TEST

START_TEST(test_plan_lists)
{
	ck_assert(plan_lists("AddUser, AddCrates", "AddCrates"));
	ck_assert(plan_lists("AddUser", "AddUserMigration"));
	ck_assert(!plan_lists("AddUser, AddCrates", "Add"));
	ck_assert(!plan_lists("", "Add"));
	ck_assert(!plan_lists(NULL, "Add"));
}
END_TEST

static struct history *many(size_t count)
{
	struct history *history = memory_alloc(sizeof *history);

	history->exists = history->complete = true;
	history->records = memory_alloc(count * sizeof *history->records);
	history->count = count;
	for (size_t i = 0; i < count; i++)
		history->records[i] = (struct record){
			.name = memory_format("M%06zu", i),
			.created_at = (int64_t)i + 1,
			.state = i < count / 2 ? RECORD_APPLIED : RECORD_FAILED,
			.depends = memory_copy(i % 64 == 1 && i < count / 2 ? "M000000" : ""),
		};
	history_sort(history);
	return history;
}

/* Half of them go, and each of the others might depend on one: it must end before the test's time.
 */
START_TEST(test_plan_many)
{
	enum { MANY = 8000 };
	const struct plan_request request = ROLLBACK_SOME(MANY / 2);
	const struct catalog catalog = { 0 };
	struct history *history = many(MANY);
	struct error error = { 0 };
	struct plan *plan = plan_make(&catalog, history, &request, &error);

	ck_assert_msg(plan != NULL, "%s", error.message);
	ck_assert_uint_eq(plan->count, MANY / 2);
	ck_assert_str_eq(plan->items[0].record->name, "M007999");
	plan_destroy(plan);
	history_destroy(history);
}
END_TEST

Suite *plan_suite(void);

Suite *plan_suite(void)
{
	Suite *suite = suite_create("plan");
	TCase *tcase = tcase_create("plan");

	tcase_add_loop_test(tcase, test_plan, 0, (int)(sizeof cases / sizeof *cases));
	tcase_add_test(tcase, test_plan_drift);
	tcase_add_test(tcase, test_plan_lists);
	tcase_add_test(tcase, test_plan_many);
	suite_add_tcase(suite, tcase);
	return suite;
}
