/* The history tables come to be, or grow from the original's, and an interrupted init goes on. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "history/writable.h"
#include "scene.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct column original_columns[] = {
	{ .name = "id" },
	{ .name = "name" },
	{ .name = "created_at" },
	{ .name = "description" },
};
static const struct model original = { "glim_migrations", "glim_migrations", original_columns, 4 };

static const struct model *const today[] = { &history_migrations, &history_steps, &history_log };

enum beginning { NOTHING, ORIGINAL, TODAY, BEGINNINGS };

static void start_with(struct scene *scene, enum fake_kind kind, enum beginning beginning)
{
	scene_start(scene, kind, NULL);
	if (beginning != TODAY)
		store_finish(&fake.committed);
	if (beginning == ORIGINAL) {
		struct fake_row *row;

		store_create(&fake.committed, &original);
		row = store_add(&fake.committed, "glim_migrations");
		row_set_text(row, "id", "a");
		row_set_text(row, "name", SCENE_NAME);
		row_set_text(row, "created_at", "2015-03-01 10:00:00");
	}
	store_copy(&fake.now, &fake.committed);
	fake_forget_log();
}

static void expect_complete(struct scene *scene, enum beginning beginning)
{
	struct history *history = history_read(scene->db, &scene->error);

	ck_assert_msg(history && history->complete, "%s\n%s", scene->error.message, fake_log());
	ck_assert_uint_eq(history_applied(history), beginning == ORIGINAL);
	for (size_t t = 0; t < COUNT(today); t++)
		for (size_t c = 0; c < today[t]->count; c++) {
			size_t found = 0;

			for (size_t i = 0; i < fake.committed.count; i++)
				found += strcmp(fake.committed.rows[i].table, FAKE_COLUMNS) == 0 &&
					 strcmp(row_text(&fake.committed.rows[i], "table"),
						today[t]->table) == 0 &&
					 strcmp(row_text(&fake.committed.rows[i], "name"),
						today[t]->columns[c].name) == 0;
			ck_assert_uint_eq(found, 1);
		}
	history_destroy(history);
}

START_TEST(the_tables_are_complete_afterwards)
{
	const enum fake_kind kind = _i % FAKE_KINDS;
	const enum beginning beginning = _i / FAKE_KINDS;
	struct scene scene;
	bool changed;

	start_with(&scene, kind, beginning);
	ck_assert_msg(history_init(scene.db, &changed, &scene.error), "%s", scene.error.says);
	ck_assert_int_eq(changed, beginning != TODAY);
	expect_complete(&scene, beginning);
	fake_forget_log();
	ck_assert(history_init(scene.db, &changed, &scene.error));
	ck_assert(!changed);
	ck_assert_msg(!strstr(fake_log(), "CREATE") && !strstr(fake_log(), "ALTER"), "%s",
		      fake_log());
	scene_finish(&scene);
}
END_TEST

/* Killed, refused or cut at any statement: the next init ends where this one wanted to. */
static bool interrupted_at(enum fake_kind kind, enum beginning beginning, size_t at,
			   enum failure_kind failure)
{
	struct scene scene;
	bool changed, reached;

	start_with(&scene, kind, beginning);
	fake.faults[0] = (struct fake_fault){ .at = at, .kind = failure, .moment = MOMENT_AFTER };
	ck_assert_int_eq(history_init(scene.db, &changed, &scene.error), fake.calls < at);
	reached = fake.calls >= at;
	ck_assert(!reached || (scene.error.code != ERROR_NONE && scene.error.message));
	error_finish(&scene.error);
	scene_end_process(&scene);
	ck_assert_msg(history_init(scene.db, &changed, &scene.error),
		      "interrupted at %zu: %s: %s\n%s", at, scene.error.message, scene.error.says,
		      scene.error.sql);
	expect_complete(&scene, beginning);
	scene_finish(&scene);
	return reached;
}

START_TEST(an_interrupted_init_is_done_by_the_next)
{
	static const enum failure_kind kinds[] = { FAILURE_LOST, FAILURE_SQL, FAILURE_LOCK_WAIT };
	const enum fake_kind kind = _i % FAKE_KINDS;
	const enum beginning beginning = _i / FAKE_KINDS;

	for (size_t k = 0; k < COUNT(kinds); k++)
		for (size_t at = 1; interrupted_at(kind, beginning, at, kinds[k]); at++)
			;
}
END_TEST

static const struct {
	enum fake_kind kind;
	enum beginning beginning;
	const char *parts[6]; /* in this order */
} statements[] = {
	{ FAKE_TRANSACTIONAL,
	  NOTHING,
	  { "CREATE TABLE \"glim_log\"", "CREATE INDEX \"ix_glim_log_name\"",
	    "CREATE TABLE \"glim_steps\"", "PRIMARY KEY (\"name\", \"direction\", \"step\")",
	    "CREATE TABLE \"glim_migrations\"", "UNIQUE (\"name\")" } },
	{ FAKE_BOUNDARY,
	  NOTHING,
	  { "CREATE TABLE `glim_log`", "ENGINE=InnoDB", "CREATE TABLE `glim_steps`",
	    "COLLATE utf8mb4_bin", "CREATE TABLE `glim_migrations`", "UNIQUE (`name`)" } },
	{ FAKE_TRANSACTIONAL,
	  ORIGINAL,
	  { "CREATE UNIQUE INDEX IF NOT EXISTS \"uq_glim_migrations_name\"",
	    "ALTER TABLE \"glim_migrations\" ADD COLUMN \"state\"",
	    "ALTER TABLE \"glim_migrations\" ADD COLUMN \"error\"" } },
	{ FAKE_BOUNDARY,
	  ORIGINAL,
	  { "ALTER TABLE `glim_migrations` MODIFY `name` VARCHAR(255)", "utf8mb4_bin",
	    "ALTER TABLE `glim_migrations` ADD UNIQUE (`name`)",
	    "ALTER TABLE `glim_migrations` MODIFY `created_at` DATETIME(6)",
	    "ALTER TABLE `glim_migrations` ADD COLUMN `state`", "ADD COLUMN `error`" } },
};

START_TEST(its_statements)
{
	struct scene scene;
	const char *at;
	bool changed;

	start_with(&scene, statements[_i].kind, statements[_i].beginning);
	ck_assert(history_init(scene.db, &changed, &scene.error));
	at = fake_log();
	for (size_t i = 0; i < COUNT(statements[_i].parts) && statements[_i].parts[i]; i++) {
		at = strstr(at, statements[_i].parts[i]);
		ck_assert_msg(at != NULL, "%s is missing or too early in\n%s",
			      statements[_i].parts[i], fake_log());
	}
	scene_finish(&scene);
}
END_TEST

/* faults: 133 138 */
START_TEST(tables_without_transactions_get_them)
{
	struct scene scene;
	bool changed;

	start_with(&scene, FAKE_BOUNDARY, TODAY);
	fake.plain_history = "glim_steps";
	ck_assert(!history_undoable(scene.db, &scene.error));
	ck_assert_int_eq(error_exit_code(&scene.error), 6);
	ck_assert_msg(strncmp(scene.error.message, "the table glim_steps is PLAIN", 29) == 0, "%s",
		      scene.error.message);
	ck_assert_str_eq(scene.error.next[0], "give it transactions: glim migration:init");
	error_finish(&scene.error);
	ck_assert(history_init(scene.db, &changed, &scene.error));
	ck_assert(changed);
	ck_assert(history_undoable(scene.db, &scene.error));
	scene_finish(&scene);
}
END_TEST

Suite *init_suite(void);
Suite *init_suite(void)
{
	Suite *suite = suite_create("init");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, the_tables_are_complete_afterwards, 0, BEGINNINGS * FAKE_KINDS);
	tcase_add_loop_test(all, an_interrupted_init_is_done_by_the_next, 0,
			    BEGINNINGS * FAKE_KINDS);
	tcase_add_loop_test(all, its_statements, 0, COUNT(statements));
	tcase_add_test(all, tables_without_transactions_get_them);
	suite_add_tcase(suite, all);
	return suite;
}
