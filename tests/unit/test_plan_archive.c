/* Which plugin undoes a migration: the deployed one, or the one that the archive kept. */
#include <check.h>
#include <string.h>

#include "base/memory.h"
#include "given_plan.h"

/* The cases below leave out what is zero. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

enum { NOT_THERE = 32, DRIFTED = 64 };

struct archive_case {
	const char *title;
	int deployed, archived; /* flags of struct given_file, and those above */
	struct given_row row;
	bool again;
	const char *used; /* "deployed", "archived", or NULL: refused */
	enum error_code code;
	const char *says;
};

#define APPLIED                                                                                    \
	{                                                                                          \
		"A", 'a'                                                                           \
	}
#define HALF_DONE                                                                                  \
	{                                                                                          \
		"A", 'f', "failed"                                                                 \
	}

static const struct archive_case cases[] = {
	{ "the one that ran is deployed", 0, 0, APPLIED, .used = "deployed" },
	{ "deployed, and no archive", 0, NOT_THERE, APPLIED, .used = "deployed" },
	{ "gone", NOT_THERE, 0, APPLIED, .used = "archived" },
	{ "drifted", DRIFTED, 0, APPLIED, .used = "archived" },
	{ "drifted into what has no rollback", DRIFTED | NO_ROLLBACK, 0, APPLIED,
	  .used = "archived" },
	{ "drifted into what is refused", DRIFTED | BROKEN, 0, APPLIED, .used = "archived" },
	{ "gone from both", NOT_THERE, NOT_THERE, APPLIED, .code = ERROR_MISSING,
	  .says = "A cannot be rolled back: its plugin is missing" },
	{ "drifted, and no archive", DRIFTED, NOT_THERE, APPLIED, .code = ERROR_DRIFTED,
	  .says = "A cannot be rolled back: the deployed plugin is not the one that ran" },
	{ "drifted, and the archived one is damaged", DRIFTED, BROKEN, APPLIED,
	  .code = ERROR_PLUGIN_REFUSED, .says = "A cannot be rolled back: broken" },
	{ "gone, and the archived one has no rollback", NOT_THERE, NO_ROLLBACK, APPLIED,
	  .code = ERROR_IRREVERSIBLE, .says = "has no rollback()" },
	{ "the deployed one is refused, but it is the one that ran", BROKEN, 0, APPLIED,
	  .code = ERROR_PLUGIN_REFUSED, .says = "broken" },
	{ "half done is undone by a corrected plugin", DRIFTED, 0, HALF_DONE, .used = "deployed" },
	{ "half done and gone", NOT_THERE, 0, HALF_DONE, .used = "archived" },
	{ "half done and gone from both", NOT_THERE, NOT_THERE, HALF_DONE, .code = ERROR_MISSING,
	  .says = "missing" },

	{ "again: deployed", 0, 0, APPLIED, true, .used = "deployed" },
	{ "again: drifted", DRIFTED, 0, APPLIED, true, .used = "archived" },
	{ "again: gone", NOT_THERE, 0, APPLIED, true, .code = ERROR_MISSING,
	  .says = "could not run again" },
	{ "again: drifted into what is refused", DRIFTED | BROKEN, 0, APPLIED, true,
	  .code = ERROR_MISSING, .says = "could not run again" },
};

struct disk {
	const struct archive_case *given;
	struct entry *archived;
};

static struct plan_look look(void *data, const struct record *record, struct entry *deployed)
{
	const struct disk *disk = data;
	const struct archive_case *given = disk->given;

	ck_assert_str_eq(record->name, "A");
	ck_assert_int_eq(deployed == NULL, given->deployed & NOT_THERE ? 1 : 0);
	return (struct plan_look){
		.drifted = given->deployed & DRIFTED,
		.archived = given->archived & NOT_THERE ? NULL : disk->archived,
	};
}

static void check_used(const struct archive_case *given, const struct plan *plan,
		       const struct entry *archived)
{
	const bool from_archive = strcmp(given->used, "archived") == 0;

	ck_assert_uint_eq(plan->count, 1);
	ck_assert_msg((plan->items[0].entry == archived) == from_archive, "%s", given->title);
}

static void check_refused(const struct archive_case *given, const struct error *error)
{
	ck_assert_msg(error->code == given->code, "%s: %s", given->title, error_slug(error->code));
	ck_assert_msg(strstr(error->message, given->says) != NULL, "%s: %s", given->title,
		      error->message);
	ck_assert_str_eq(error->state, "nothing was undone");
	ck_assert_ptr_nonnull(error->next[0]);
}

START_TEST(the_plugin_that_ran_undoes_it)
{
	const struct archive_case *given = &cases[_i];
	const struct given_file files[2] = { { given->deployed & NOT_THERE ? NULL : "1_A", NULL,
					       given->deployed } };
	const struct given_file kept[2] = { { "A", NULL, given->archived } };
	const struct given_row rows[GIVEN_MOST] = { given->row };
	struct entry deployed[GIVEN_MOST], archived[GIVEN_MOST];
	struct catalog catalog = { .entries = deployed }, archive = { .entries = archived };
	struct disk disk = { given, archived };
	const struct plan_request request = {
		.direction = DIRECTION_ROLLBACK,
		.name = "A",
		.count = -1,
		.again = given->again,
		.look = look,
		.look_data = &disk,
	};
	struct history *history = given_history(rows);
	struct error error = { 0 };
	struct plan *plan;

	given_catalog(&catalog, files);
	given_catalog(&archive, kept);
	plan = plan_make(&catalog, history, &request, &error);
	ck_assert_msg((plan != NULL) == (given->used != NULL), "%s: %s", given->title,
		      error.message ? error.message : "planned");
	if (plan)
		check_used(given, plan, archived);
	else
		check_refused(given, &error);
	plan_destroy(plan);
	history_destroy(history);
	error_finish(&error);
	given_finish(&catalog);
	given_finish(&archive);
}
END_TEST

static struct plan_look all_drifted(void *data, const struct record *record, struct entry *deployed)
{
	(void)record;
	(void)deployed;
	++*(int *)data;
	return (struct plan_look){ .drifted = true };
}

/* Before the first is undone, all that drifted are known. */
START_TEST(all_that_drifted_are_listed)
{
	const struct given_file files[GIVEN_MOST] = { { "1_A" }, { "2_B" }, { "3_C" } };
	const struct given_row rows[GIVEN_MOST] = { { "A", 'a' }, { "B", 'a' }, { "C", 'a' } };
	struct entry entries[GIVEN_MOST];
	struct catalog catalog = { .entries = entries };
	struct history *history = given_history(rows);
	int asked = 0;
	struct plan_request request = {
		.direction = DIRECTION_ROLLBACK,
		.count = 2,
		.look = all_drifted,
		.look_data = &asked,
	};
	struct error error = { 0 };

	given_catalog(&catalog, files);
	ck_assert_ptr_null(plan_make(&catalog, history, &request, &error));
	ck_assert_int_eq(asked, 2);
	ck_assert_str_eq(error.message,
			 "C cannot be rolled back: the deployed plugin is not the one that ran; "
			 "B cannot be rolled back: the deployed plugin is not the one that ran");
	ck_assert_ptr_nonnull(strstr(error.next[1], "repair C --accept-checksum"));
	history_destroy(history);
	error_finish(&error);
	given_finish(&catalog);
}
END_TEST

Suite *plan_archive_suite(void);

Suite *plan_archive_suite(void)
{
	Suite *suite = suite_create("plan_archive");
	TCase *tests = tcase_create("plan_archive");

	tcase_add_loop_test(tests, the_plugin_that_ran_undoes_it, 0,
			    (int)(sizeof cases / sizeof *cases));
	tcase_add_test(tests, all_that_drifted_are_listed);
	suite_add_tcase(suite, tests);
	return suite;
}
