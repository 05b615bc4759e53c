/* What a repair does to a record, from every state that one can be in. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "given_plan.h"
#include "plan/repair.h"

/* The cases below leave out what is zero. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

enum { ACCEPT = 1, GONE = 2, SAME = 4, MODELS = 8 };

static const struct repair_case {
	const char *title;
	struct given_row row; /* no name: there is none */
	enum repair_mark mark;
	int flags;
	enum repair_change change;
	const char *says;
	const char *before; /* part of what the log keeps */
	enum error_code code;
} cases[] = {
	{ "half done -> applied",
	  { "A", 'f', "failed" },
	  MARK_APPLIED,
	  0,
	  REPAIR_CHANGE,
	  "A is applied from now on; it was failed in the middle of its run",
	  "step 2 of its run failed: CREATE TABLE t (x INT)" },
	{ "interrupted -> applied",
	  { "A", 'r', "started" },
	  MARK_APPLIED,
	  0,
	  REPAIR_CHANGE,
	  "A is applied from now on; it was interrupted in the middle of its run",
	  "step 2 of its run started" },
	{ "a half-done rollback -> applied",
	  { "A", 'f', "failed", true },
	  MARK_APPLIED,
	  0,
	  REPAIR_CHANGE,
	  "A is applied from now on; it was failed in the middle of its rollback",
	  "step 2 of its rollback failed" },
	{ "undone whole -> applied",
	  { "A", 'f' },
	  MARK_APPLIED,
	  0,
	  REPAIR_CHANGE,
	  "A is applied from now on; it was failed, and undone whole" },
	{ "pending -> applied",
	  {},
	  MARK_APPLIED,
	  0,
	  REPAIR_ADD,
	  "A is applied from now on; it was pending",
	  "pending" },
	{ "applied -> applied",
	  { "A", 'a' },
	  MARK_APPLIED,
	  0,
	  REPAIR_NOTHING,
	  "A is applied already" },
	{ "half done, its plugin gone -> applied",
	  { "A", 'f', "failed" },
	  MARK_APPLIED,
	  GONE,
	  REPAIR_CHANGE,
	  "A is applied from now on; it was failed in the middle of its run" },

	{ "half done -> pending",
	  { "A", 'f', "failed" },
	  MARK_PENDING,
	  0,
	  REPAIR_REMOVE,
	  "A is pending from now on; it was failed in the middle of its run",
	  "step 2 of its run failed" },
	{ "applied -> pending",
	  { "A", 'a' },
	  MARK_PENDING,
	  0,
	  REPAIR_REMOVE,
	  "A is pending from now on; it was applied" },
	{ "applied and missing -> pending",
	  { "A", 'a' },
	  MARK_PENDING,
	  GONE,
	  REPAIR_REMOVE,
	  "A is pending from now on; it was applied" },
	{ "pending -> pending", {}, MARK_PENDING, 0, REPAIR_NOTHING, "A is pending already" },

	{ "another checksum is accepted",
	  { "A", 'a' },
	  MARK_NONE,
	  ACCEPT,
	  REPAIR_CHANGE,
	  "A takes the deployed plugin 0123456789ab for the one that ran (it was fedcba987654)",
	  "checksum fedcba9876543210" },
	{ "the same checksum",
	  { "A", 'a' },
	  MARK_NONE,
	  ACCEPT | SAME,
	  REPAIR_NOTHING,
	  "A is deployed as it is recorded: there is nothing to accept" },
	{ "a checksum of what is pending",
	  {},
	  MARK_NONE,
	  ACCEPT,
	  REPAIR_NOTHING,
	  "A is pending: there is nothing to accept" },
	{ "a checksum of what is half done",
	  { "A", 'f', "failed" },
	  MARK_NONE,
	  ACCEPT,
	  REPAIR_CHANGE,
	  "A takes the deployed plugin 0123456789ab for the one that ran (it was fedcba987654)" },
	{ "a checksum of what is gone",
	  { "A", 'a' },
	  MARK_NONE,
	  ACCEPT | GONE,
	  REPAIR_NOTHING,
	  "the plugin of A is missing: there is no checksum to accept",
	  NULL,
	  ERROR_MISSING },

	{ "both at once",
	  { "A", 'f', "failed" },
	  MARK_APPLIED,
	  ACCEPT,
	  REPAIR_CHANGE,
	  "A is applied from now on; it was failed in the middle of its run, and takes the "
	  "deployed plugin 0123456789ab for the one that ran (it was fedcba987654)" },
	{ "both at once, the checksum is right",
	  { "A", 'f', "failed" },
	  MARK_APPLIED,
	  ACCEPT | SAME,
	  REPAIR_CHANGE,
	  "A is applied from now on; it was failed in the middle of its run" },
	{ "both at once, applied already",
	  { "A", 'a' },
	  MARK_APPLIED,
	  ACCEPT,
	  REPAIR_CHANGE,
	  "A takes the deployed plugin 0123456789ab for the one that ran (it was fedcba987654)" },
	{ "both at once, and nothing to do",
	  { "A", 'a' },
	  MARK_APPLIED,
	  ACCEPT | SAME,
	  REPAIR_NOTHING,
	  "A is deployed as it is recorded: there is nothing to accept" },
	{ "both at once, pending",
	  {},
	  MARK_APPLIED,
	  ACCEPT,
	  REPAIR_ADD,
	  "A is applied from now on; it was pending" },

	{ "a model file",
	  {},
	  MARK_APPLIED,
	  MODELS,
	  REPAIR_NOTHING,
	  "there is no migration A",
	  NULL,
	  ERROR_UNKNOWN_NAME },
	{ "a name that nobody knows",
	  {},
	  MARK_APPLIED,
	  GONE,
	  REPAIR_NOTHING,
	  "there is no migration A",
	  NULL,
	  ERROR_UNKNOWN_NAME },
};

static const char deployed[] = "0123456789abcdef", recorded[] = "fedcba9876543210";

static void check_done(const struct repair_case *given, const struct repair *repair)
{
	ck_assert_msg(repair->change == given->change, "%s: %d", given->title, repair->change);
	ck_assert_msg(strcmp(text_get(&repair->says), given->says) == 0, "%s: %s", given->title,
		      text_get(&repair->says));
	if (given->before)
		ck_assert_msg(strstr(text_get(&repair->before), given->before) != NULL, "%s: %s",
			      given->title, text_get(&repair->before));
}

START_TEST(a_record_is_repaired_from_any_state)
{
	const struct repair_case *given = &cases[_i];
	const struct given_file files[GIVEN_MOST] = { { given->flags & GONE ? NULL : "1_A", NULL,
							given->flags & MODELS ? MODELS_ONLY : 0 } };
	const struct given_row rows[GIVEN_MOST] = { given->row };
	const struct repair_request request = { "A", given->mark, given->flags & ACCEPT };
	struct entry entries[GIVEN_MOST];
	struct catalog catalog = { .entries = entries };
	struct history *history = given_history(rows);
	struct repair repair = { 0 };
	struct error error = { 0 };
	bool done;

	given_catalog(&catalog, files);
	if (history->count)
		history->records[0].checksum =
			memory_copy(given->flags & SAME ? deployed : recorded);
	done = repair_find(&repair, &catalog, history, &request, &error) &&
	       repair_decide(&repair, &catalog, history, &request,
			     repair_wants_checksum(&repair, &request) ? deployed : NULL, &error);
	ck_assert_msg(done == (given->code == ERROR_NONE), "%s: %s", given->title, error.message);
	if (done)
		check_done(given, &repair);
	else
		ck_assert_str_eq(error.message, given->says);
	ck_assert_int_eq(error.code, given->code);
	repair_finish(&repair);
	history_destroy(history);
	error_finish(&error);
	given_finish(&catalog);
}
END_TEST

/* faults: 38 */
START_TEST(another_source_with_the_same_file_is_to_be_accepted_too)
{
	const struct given_file files[GIVEN_MOST] = { { "1_A" } };
	const struct given_row rows[GIVEN_MOST] = { { "A", 'a' } };
	const struct repair_request request = { "A", MARK_NONE, true };
	struct entry entries[GIVEN_MOST];
	struct catalog catalog = { .entries = entries };
	struct history *history = given_history(rows);
	struct repair repair;
	struct error error = { 0 };

	given_catalog(&catalog, files);
	history->records[0].checksum = memory_copy(deployed);
	history->records[0].source_checksum = memory_copy(recorded);
	ck_assert(repair_find(&repair, &catalog, history, &request, &error));
	ck_assert(repair_decide(&repair, &catalog, history, &request, deployed, &error));
	ck_assert_int_eq(repair.change, REPAIR_CHANGE);
	repair_finish(&repair);
	history_destroy(history);
	given_finish(&catalog);
}
END_TEST

Suite *repair_suite(void);

Suite *repair_suite(void)
{
	Suite *suite = suite_create("repair");
	TCase *tests = tcase_create("repair");

	tcase_add_loop_test(tests, a_record_is_repaired_from_any_state, 0,
			    (int)(sizeof cases / sizeof *cases));
	tcase_add_test(tests, another_source_with_the_same_file_is_to_be_accepted_too);
	suite_add_tcase(suite, tests);
	return suite;
}
