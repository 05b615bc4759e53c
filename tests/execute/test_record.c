/* The exact SQL of the runner's own writes, and what they hold. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "history/record.h"
#include "scene.h"
#include "script.h"

static const struct record_entry entry = {
	.id = "8d3f3c3e-7a54-4a5e-9b0c-0c5d2d8a5a10",
	.name = SCENE_NAME,
	.created_at = INT64_C(1446369124113402),
	.state = RECORD_APPLIED,
	.checksum = "5e11",
	.depends = "",
	.reversible = 1,
	.statements = 2,
	.duration_us = 1200,
	.applied_by = "ana@laptop",
	.runner = "glim 0.1.0",
};

#define STEPS_KEY " WHERE name = ? AND direction = ? AND step = ?"

static bool write_record(struct database *db, struct failure *failure)
{
	return record_write(db, &entry, failure);
}

static bool write_again(struct database *db, struct failure *failure)
{
	struct record_entry again = entry;

	again.exists = true;
	return record_write(db, &entry, failure) && record_write(db, &again, failure);
}

static bool delete_record(struct database *db, struct failure *failure)
{
	return record_write(db, &entry, failure) && record_delete(db, &entry, failure);
}

static bool delete_steps(struct database *db, struct failure *failure)
{
	return record_steps_delete(db, &entry, failure);
}

static bool forget_steps(struct database *db, struct failure *failure)
{
	return record_steps_forget(db, &entry, failure);
}

static bool set_step(struct database *db, struct failure *failure)
{
	return record_steps_set(db, &entry, 2, "done", 0, 1, 7, failure);
}

static bool write_log(struct database *db, struct failure *failure)
{
	return record_log(db, &entry, "run", "because", failure);
}

static const struct {
	bool (*write)(struct database *, struct failure *);
	const char *sql; /* the last statement */
} writes[] = {
	{ write_record,
	  "INSERT INTO glim_migrations (id, name, created_at, description, state, direction, "
	  "checksum, source_checksum, depends, reversible, statements, duration_us, applied_by, "
	  "runner, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	{ write_again,
	  "UPDATE glim_migrations SET created_at = ?, description = ?, state = ?, direction = ?, "
	  "checksum = ?, source_checksum = ?, depends = ?, reversible = ?, statements = ?, "
	  "duration_us = ?, applied_by = ?, runner = ?, error = ? WHERE id = ?" },
	{ delete_record, "DELETE FROM glim_migrations WHERE id = ?" },
	{ set_step,
	  "UPDATE glim_steps SET state = ?, code = ?, changes = ?, last_id = ?" STEPS_KEY },
	{ delete_steps, "DELETE FROM glim_steps WHERE name = ?" },
	{ forget_steps, "DELETE FROM glim_steps WHERE name = ? AND direction = ?" },
	{ write_log,
	  "INSERT INTO glim_log (id, created_at, event, name, direction, checksum, statements, "
	  "duration_us, applied_by, runner, reason, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
	  "?, ?)" },
};

START_TEST(its_sql)
{
	struct failure failure = { 0 };
	struct scene scene;

	scene_start(&scene, FAKE_TRANSACTIONAL, NULL);
	ck_assert_msg(writes[_i].write(scene.db, &failure), "%s", failure.message);
	ck_assert_str_eq(fake.last_sql, writes[_i].sql);
	scene_finish(&scene);
}
END_TEST

START_TEST(what_it_holds)
{
	static const char *const cells[][2] = {
		{ "name", SCENE_NAME },    { "created_at", "2015-11-01 09:12:04.113402" },
		{ "state", "applied" },    { "direction", "run" },
		{ "description", NULL },   { "checksum", "5e11" },
		{ "depends", "" },         { "source_checksum", NULL },
		{ "reversible", "1" },     { "statements", "2" },
		{ "duration_us", "1200" }, { "error", NULL },
	};
	struct failure failure = { 0 };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, NULL);
	ck_assert(record_write(scene.db, &entry, &failure));
	for (size_t i = 0; i < COUNT(cells); i++)
		ck_assert_pstr_eq(row_text(store_find(&fake.now, "glim_migrations", "id", entry.id),
					   cells[i][0]),
				  cells[i][1]);
	scene_finish(&scene);
}
END_TEST

/* faults: 139 */
START_TEST(a_row_that_somebody_took_away_is_an_error)
{
	const bool gone = _i;
	struct record_entry again = entry;
	struct failure failure = { 0 };
	struct scene scene;

	again.exists = true;
	scene_start(&scene, FAKE_BOUNDARY, NULL);
	ck_assert(!(gone ? record_delete(scene.db, &again, &failure)
			 : record_write(scene.db, &again, &failure)));
	ck_assert_int_eq(failure.kind, FAILURE_RECORD);
	ck_assert_ptr_nonnull(strstr(failure.message, "somebody else changed it"));
	failure_finish(&failure);
	scene_finish(&scene);
}
END_TEST

/* The history's last one may be ahead of this machine's clock. */
START_TEST(times_only_grow)
{
	struct record record = { .name = (char *)"A" };
	const struct history history = { .records = &record, .count = 1 };
	const int64_t now = clock_now();

	ck_assert_int_ge(record_next_time(&history), now);
	record.created_at = now + INT64_C(3600000000);
	ck_assert_int_eq(record_next_time(&history), record.created_at + 1);
}
END_TEST

/* Bytes of a plugin, whatever they are, fit their column. */
START_TEST(long_and_broken_texts_are_made_to_fit)
{
	struct record_entry wild = entry;
	struct failure failure = { 0 };
	char *text = malloc(70001);
	const char *kept;
	struct scene scene;

	for (size_t i = 0; i < 70000; i += 2)
		memcpy(text + i, "\xc3\xa4", 2);
	text[70000] = '\0';
	wild.description = text;
	wild.error = "not \xff text";
	scene_start(&scene, FAKE_TRANSACTIONAL, NULL);
	ck_assert(record_write(scene.db, &wild, &failure));
	kept = row_text(store_find(&fake.now, "glim_migrations", NULL, NULL), "description");
	ck_assert_uint_le(strlen(kept), 65535);
	ck_assert_uint_eq(strlen(kept) % 2, 0);
	ck_assert_str_eq(row_text(store_find(&fake.now, "glim_migrations", NULL, NULL), "error"),
			 "not \\xff text");
	free(text);
	scene_finish(&scene);
}
END_TEST

Suite *record_suite(void);
Suite *record_suite(void)
{
	Suite *suite = suite_create("record");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, its_sql, 0, COUNT(writes));
	tcase_add_test(all, what_it_holds);
	tcase_add_loop_test(all, a_row_that_somebody_took_away_is_an_error, 0, 2);
	tcase_add_test(all, times_only_grow);
	tcase_add_test(all, long_and_broken_texts_are_made_to_fit);
	suite_add_tcase(suite, all);
	return suite;
}
