#include "scene.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void open_database(struct scene *scene, enum fake_kind kind)
{
	struct database *db = memory_alloc(sizeof *db);

	db->driver = &fake_drivers[kind];
	db->dialect = fake.dialect;
	db->connection = &scene->connection;
	scene->db = db;
	ck_assert(database_reopen(db, &scene->error));
}

void scene_start(struct scene *scene, enum fake_kind kind, const struct fake_request *script)
{
	*scene = (struct scene){
		.connection = { .place = "config.json:7:18", .driver = "fake" },
		.output = { .quiet = true },
		.entry = {
			.path = "/srv/1_" SCENE_NAME ".so",
			.file = "1_" SCENE_NAME ".so",
			.stem = "1_" SCENE_NAME,
			.number = "1",
			.name = SCENE_NAME,
			.facts = {
				.known = true,
				.has_run = true,
				.has_rollback = true,
				.description = "adds users",
			},
		},
	};
	fake_interrupt_start();
	fake_start(kind);
	store_create(&fake.committed, &history_migrations);
	store_create(&fake.committed, &history_steps);
	store_create(&fake.committed, &history_log);
	store_copy(&fake.now, &fake.committed);
	scene->catalog = (struct catalog){ .entries = &scene->entry, .count = 1 };
	guest_start_script(script);
	open_database(scene, kind);
}

static void forget_plan(struct scene *scene)
{
	plan_destroy(scene->plan);
	history_destroy(scene->history);
	scene->plan = NULL;
	scene->history = NULL;
	error_finish(&scene->error);
}

void scene_finish(struct scene *scene)
{
	forget_plan(scene);
	database_close(scene->db);
	guest_finish();
	fake_finish();
}

void scene_record(struct scene *scene, const char *state)
{
	static const char *const cells[][2] = {
		{ "id", "8d3f3c3e-7a54-4a5e-9b0c-0c5d2d8a5a10" },
		{ "name", SCENE_NAME },
		{ "created_at", "2026-11-01 09:12:04.113402" },
		{ "description", "added users" },
		{ "direction", "run" },
		{ "checksum", "5e11" },
		{ "depends", "" },
		{ "reversible", "1" },
		{ "statements", "4" },
		{ "duration_us", "12400" },
		{ "applied_by", "ci@deploy-7" },
		{ "runner", "glim 0.0.9" },
	};
	struct fake_row *row = store_add(&fake.committed, "glim_migrations");

	(void)scene;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		row_set_text(row, cells[i][0], cells[i][1]);
	row_set_text(row, "state", state);
	store_copy(&fake.now, &fake.committed);
}

bool scene_plan(struct scene *scene, enum direction direction, const char *name)
{
	const struct plan_request request = { .direction = direction, .name = name, .count = -1 };

	forget_plan(scene);
	scene->history = history_read(scene->db, &scene->error);
	ck_assert_msg(scene->history, "%s", scene->error.message);
	scene->plan = plan_make(&scene->catalog, scene->history, &request, &scene->error);
	return scene->plan && scene->plan->count == 1;
}

struct execution scene_execution(struct scene *scene)
{
	return (struct execution){
		.db = scene->db,
		.catalog = &scene->catalog,
		.history = scene->history,
		.output = &scene->output,
		.by = "ana@laptop",
		.ahead = scene->next != NULL,
		.next = scene->next,
	};
}

bool scene_execute(struct scene *scene, enum direction direction)
{
	struct execution execution = scene_execution(scene);

	scene->done = execute_item(&execution, &scene->plan->items[0], direction, &scene->result,
				   &scene->error);
	execution_finish(&execution);
	return scene->done;
}

void scene_end_process(struct scene *scene)
{
	struct error error = { 0 };

	fake_interrupt_start();
	fake_end_session();
	fake_forget_log();
	fake.open_failures = fake.busy = 0;
	ck_assert(database_reopen(scene->db, &error));
}

bool scene_run(struct scene *scene, enum direction direction, const char *name)
{
	ck_assert_msg(scene_plan(scene, direction, name), "%s",
		      scene->error.message ? scene->error.message : "nothing to do");
	fake_forget_log();
	return scene_execute(scene, direction);
}

const char *scene_state(void)
{
	const struct fake_row *row =
		store_find(&fake.committed, "glim_migrations", "name", SCENE_NAME);
	const char *state = row_text(row, "state");

	return !row ? "none" : state ? state : "NULL";
}

size_t scene_applied(const char *const *names, size_t count)
{
	size_t applied = 0;

	for (size_t i = 0; i < count; i++) {
		const struct fake_row *row =
			store_find(&fake.committed, "glim_migrations", "name", names[i]);

		applied += row && strcmp(row_text(row, "state"), "applied") == 0;
	}
	return applied;
}
