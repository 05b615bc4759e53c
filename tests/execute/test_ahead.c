/* The plugin of the next migration, while this one is committed. */
#include <check.h>
#include <string.h>

#include "scene.h"
#include "script.h"
#include "script/script.h"

struct ahead_case {
	const char *title;
	enum fake_kind kind;
	struct fake_request script[2];
	int returned;
	bool inert, no_next, next_is_sql;
	size_t opened, loaded; /* of the next one */
};

static const struct ahead_case cases[] = {
	{ .title = "loaded", .script = { EXEC(ROW) }, .inert = true, .opened = 1, .loaded = 1 },
	{ .title = "without a packet", .inert = true, .opened = 1, .loaded = 1 },
	{ .title = "with constructors", .script = { EXEC(ROW) }, .opened = 1 },
	{ .title = "behind a boundary",
	  .kind = FAKE_BOUNDARY,
	  .script = { EXEC(TABLE) },
	  .inert = true,
	  .opened = 1,
	  .loaded = 1 },
	{ .title = "SQL, which has no code to load",
	  .script = { EXEC(ROW) },
	  .inert = true,
	  .next_is_sql = true,
	  .opened = 1 },
	{ .title = "behind the last one", .script = { EXEC(ROW) }, .inert = true, .no_next = true },
	{ .title = "behind a failure", .script = { EXEC(ROW) }, .returned = 1, .inert = true },
};

START_TEST(the_next_plugin_is_opened_and_loaded)
{
	const struct ahead_case *given = &cases[_i];
	struct entry entry = { .name = (char *)"Next",
			       .facts = { .inert = given->inert, .only_sql = given->next_is_sql } };
	const struct plan_item next = { .entry = &entry };
	struct scene scene;

	scene_start(&scene, given->kind, given->script);
	guest.result.returned = given->returned;
	scene.next = given->no_next ? NULL : &next;
	ck_assert_int_eq(scene_run(&scene, DIRECTION_RUN, NULL), !given->returned);
	ck_assert_msg(guest.images == 1 + given->opened && guest.loaded == given->loaded,
		      "%s: %zu opened, %zu loaded", given->title, guest.images - 1, guest.loaded);
	ck_assert_uint_eq(guest.prepared, given->loaded || (given->opened && !given->next_is_sql));
	if (given->loaded) {
		ck_assert_str_eq(guest.next.name, "Next");
		ck_assert_int_eq(guest.next.verb, WIRE_VERB_RUN);
	}
	scene_finish(&scene);
}
END_TEST

/* Its text is all there is to it, so nobody is asked for it. */
START_TEST(sql_is_executed_without_a_process)
{
	static const struct fake_request nothing[] = { { 0 } };
	static const char text[] = "-- migrate:up\n" ROW ";\n-- migrate:down\n" ROW ";\n";
	struct script_fault fault;
	struct scene scene;

	scene_start(&scene, FAKE_TRANSACTIONAL, nothing);
	scene.entry.facts.only_sql = true;
	scene.entry.facts.script = script_read("add.sql", text, &fault);
	ck_assert_ptr_nonnull(scene.entry.facts.script);
	ck_assert(scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_uint_eq(guest.runs, 0);
	ck_assert_uint_eq(scene.result.statements, 1);
	ck_assert_str_eq(scene_state(), "applied");
	script_destroy(scene.entry.facts.script);
	scene.entry.facts.script = NULL;
	scene_finish(&scene);
}
END_TEST

/* Whatever is wrong with it is told when its turn comes. */
START_TEST(a_next_plugin_that_is_refused_harms_nobody)
{
	static const struct fake_request script[] = { EXEC(ROW), { 0 } };
	struct entry entry = { .name = (char *)"Next", .path = (char *)"/Next.so" };
	const struct plan_item next = { .entry = &entry };
	struct scene scene;

	scene_start(&scene, FAKE_TRANSACTIONAL, script);
	guest.refused_later = "damaged";
	scene.next = &next;
	ck_assert(scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_str_eq(scene_state(), "applied");
	ck_assert_uint_eq(guest.loaded, 0);
	scene_finish(&scene);
}
END_TEST

/* Its image is used when it is at its turn, and only then. */
START_TEST(what_was_opened_ahead_is_not_opened_again)
{
	static const struct fake_request script[] = { EXEC(ROW), { 0 } };
	struct entry other = { .name = (char *)"Other", .facts.inert = true };
	const struct plan_item next = { .entry = &other };
	struct execution execution;
	struct scene scene;
	struct plugin_image image;

	scene_start(&scene, FAKE_TRANSACTIONAL, script);
	ck_assert(scene_plan(&scene, DIRECTION_RUN, NULL));
	execution = scene_execution(&scene);
	execution.next = &next;
	execution.ahead = 1;
	ck_assert(execute_item(&execution, &scene.plan->items[0], DIRECTION_RUN, &scene.result,
			       &scene.error));
	ck_assert_ptr_eq(execution.opened.list[0].entry, &other);
	ck_assert(!ahead_take(&execution, &scene.entry, &image));
	ck_assert(!ahead_take(&execution, &other, &image));
	execution.opened.list[0].entry = &other;
	execution.opened.count = 1;
	execution.opened.list[0].image.fd = 77;
	ck_assert(ahead_take(&execution, &other, &image));
	ck_assert_int_eq(image.fd, 77);
	execution_finish(&execution);
	scene_finish(&scene);
}
END_TEST

Suite *ahead_suite(void);
Suite *ahead_suite(void)
{
	Suite *suite = suite_create("ahead");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, the_next_plugin_is_opened_and_loaded, 0,
			    sizeof cases / sizeof *cases);
	tcase_add_test(all, sql_is_executed_without_a_process);
	tcase_add_test(all, a_next_plugin_that_is_refused_harms_nobody);
	tcase_add_test(all, what_was_opened_ahead_is_not_opened_again);
	suite_add_tcase(suite, all);
	return suite;
}
