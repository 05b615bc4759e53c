/* Migrations that travel together: each is done once, with its record, whatever call fails. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/train.h"
#include "scene.h"
#include "script.h"
#include "script/script.h"

enum { ITEMS = 4, CALLS_MOST = 200 };

#define ROW_OF(n) "INSERT INTO t" n " VALUES (1)"
#define UP(sql)   "-- migrate:up\n" sql ";\n-- migrate:down\nDELETE FROM t;\n"

static const char *const names[ITEMS] = { "AddOne", "AddTwo", "AddThree", "AddFour" };
static const char *const numbers[ITEMS] = { "1", "2", "3", "4" };
static const char *const effects[ITEMS] = { ROW_OF("1"), ROW_OF("2"), ROW_OF("3"), ROW_OF("4") };

struct work {
	const char *title;
	const char *texts[ITEMS];
};

static const struct work works[] = {
	{ "rows", { UP(ROW_OF("1")), UP(ROW_OF("2")), UP(ROW_OF("3")), UP(ROW_OF("4")) } },
	{ "several rows",
	  { UP(ROW_OF("1") ";\n" ROW), UP(ROW_OF("2")), UP(ROW_OF("3") ";\n" OTHER_ROW),
	    UP(ROW_OF("4")) } },
	{ "one of them a boundary",
	  { UP(ROW_OF("1")), UP(ROW_OF("2")), UP(ROW_OF("3") ";\n" TABLE), UP(ROW_OF("4")) } },
	{ "a boundary first",
	  { UP(TABLE ";\n" ROW_OF("1")), UP(ROW_OF("2")), UP(ROW_OF("3")), UP(ROW_OF("4")) } },
};

struct voyage {
	struct scene scene;
	const struct work *work;
	struct entry entries[ITEMS];
	struct execution execution;
	const struct plan_item *begun; /* as it was told */
	size_t told, rode;
	bool good;
	bool replaced; /* the session was: what is left needs a new plan */
};

static void voyage_start(struct voyage *voyage, const struct work *work)
{
	static const struct fake_request nothing[] = { { 0 } };
	struct script_fault fault;

	*voyage = (struct voyage){ .work = work };
	scene_start(&voyage->scene, FAKE_BOUNDARY, nothing);
	for (size_t i = 0; i < ITEMS; i++) {
		struct entry *entry = &voyage->entries[i];

		*entry = voyage->scene.entry;
		entry->name = (char *)names[i];
		entry->number = (char *)numbers[i];
		entry->facts.only_sql = true;
		entry->facts.script = script_read(names[i], work->texts[i], &fault);
		ck_assert_ptr_nonnull(entry->facts.script);
	}
	voyage->scene.catalog = (struct catalog){ .entries = voyage->entries, .count = ITEMS };
}

static void voyage_finish(struct voyage *voyage)
{
	for (size_t i = 0; i < ITEMS; i++)
		script_destroy(voyage->entries[i].facts.script);
	scene_finish(&voyage->scene);
}

static void begins(void *data, const struct plan_item *item)
{
	struct voyage *voyage = data;

	ck_assert_ptr_null(voyage->begun);
	voyage->begun = item;
}

static void is_done(void *data, const struct plan_item *item, const struct execution_result *result)
{
	struct voyage *voyage = data;

	ck_assert_ptr_eq(voyage->begun, item);
	ck_assert_uint_ge(result->statements, 1);
	voyage->begun = NULL;
	voyage->told++;
	voyage->rode++;
}

static void plan(struct voyage *voyage)
{
	scene_plan(&voyage->scene, DIRECTION_RUN, NULL);
	ck_assert(voyage->scene.plan);
	fake_forget_log();
}

static bool execute(struct voyage *voyage, size_t *at)
{
	struct scene *scene = &voyage->scene;
	const struct plan_item *items = &scene->plan->items[*at];
	const size_t count = scene->plan->count - *at;
	const struct train_listener listener = { begins, is_done, voyage };
	struct train_result result;

	voyage->begun = NULL;
	if (!execute_train(&voyage->execution, items, count, DIRECTION_RUN, &listener, &result,
			   &scene->error)) {
		scene->result = result.failed;
		return false;
	}
	*at += result.done;
	voyage->replaced = result.session_changed;
	if (voyage->replaced)
		*at = scene->plan->count;
	if (result.done)
		return true;
	voyage->execution.next = count > 1 ? items + 1 : NULL;
	voyage->execution.ahead = count - 1;
	++*at;
	if (!execute_item(&voyage->execution, items, DIRECTION_RUN, &scene->result, &scene->error))
		return false;
	voyage->told++;
	return true;
}

/* What is planned, up to the first failure. */
static void run(struct voyage *voyage)
{
	struct scene *scene = &voyage->scene;
	size_t at = 0;

	voyage->execution = scene_execution(scene);
	voyage->good = true;
	while (voyage->good && at < scene->plan->count)
		voyage->good = execute(voyage, &at);
	execution_finish(&voyage->execution);
}

static bool is_applied(size_t at)
{
	return scene_applied(&names[at], 1) == 1;
}

static size_t applied(void)
{
	return scene_applied(names, ITEMS);
}

#define ONE(n) "START TRANSACTION | " ROW_OF(n) " | + record applied | + log run | COMMIT"

START_TEST(each_has_its_own_transaction)
{
	struct voyage voyage;

	voyage_start(&voyage, &works[0]);
	plan(&voyage);
	run(&voyage);
	ck_assert(voyage.good);
	ck_assert_ptr_nonnull(
		strstr(fake_trips(), ONE("1") " | " ONE("2") " | " ONE("3") " | " ONE("4")));
	ck_assert_uint_eq(applied(), ITEMS);
	ck_assert_uint_eq(voyage.rode, ITEMS);
	voyage_finish(&voyage);
}
END_TEST

/* Those before it are done, it is undone and blamed with its own words, the rest is not begun. */
START_TEST(a_failure_stops_there)
{
	struct work work = works[_i / ITEMS];
	const size_t bad = (size_t)_i % ITEMS;
	struct voyage voyage;

	work.texts[bad] = UP(ROW ";\nINSERT INTO refused VALUES (1)");
	voyage_start(&voyage, &work);
	plan(&voyage);
	run(&voyage);
	ck_assert(!voyage.good);
	ck_assert_uint_eq(voyage.told, bad);
	ck_assert_uint_eq(applied(), bad);
	ck_assert_uint_eq(fake_effects(ROW), work.texts[0] == works[1].texts[0] && bad ? 1 : 0);
	ck_assert_int_eq(voyage.scene.result.after, AFTER_UNDONE);
	ck_assert_uint_eq(voyage.scene.result.step, 2);
	ck_assert_ptr_nonnull(strstr(voyage.scene.error.message, names[bad]));
	ck_assert_ptr_nonnull(strstr(voyage.scene.error.sql, "INSERT INTO refused"));
	ck_assert_str_eq(
		row_text(store_find(&fake.committed, "glim_log", "event", "failed"), "checksum"),
		guest.checksum);
	voyage_finish(&voyage);
}
END_TEST

/* What would have to be known of it in between, or is told of it, lets it travel alone. */
struct apart {
	const char *title;
	void (*set)(struct voyage *);
};

static void has_code(struct voyage *voyage)
{
	voyage->entries[1].facts.only_sql = false;
	voyage->entries[3].facts.only_sql = false;
}

static void has_time_limit(struct voyage *voyage)
{
	voyage->entries[1].facts.timeout = 60;
	voyage->entries[3].facts.timeout = 60;
}

static void rebuilds(struct voyage *voyage)
{
	voyage->entries[1].facts.rebuilds = true;
	voyage->entries[3].facts.rebuilds = true;
}

static void all_have_a_limit(struct voyage *voyage)
{
	voyage->execution.timeout = 60000000;
}

static void share_a_commit(struct voyage *voyage)
{
	voyage->execution.group.most = 4;
}

static void tell_events(struct voyage *voyage)
{
	voyage->scene.output.events = true;
}

static const struct apart aparts[] = {
	{ "code", has_code },
	{ "a limit of their own", has_time_limit },
	{ "rebuilt tables", rebuilds },
	{ "a limit for all", all_have_a_limit },
	{ "a shared commit", share_a_commit },
	{ "events of each statement", tell_events },
};

START_TEST(these_do_not_travel)
{
	const struct train_listener listener = { begins, is_done, NULL };
	struct train_result result;
	struct voyage voyage;

	voyage_start(&voyage, &works[0]);
	plan(&voyage);
	voyage.execution = scene_execution(&voyage.scene);
	aparts[_i].set(&voyage);
	ck_assert(execute_train(&voyage.execution, voyage.scene.plan->items, ITEMS, DIRECTION_RUN,
				&listener, &result, &voyage.scene.error));
	ck_assert_msg(result.done == 0, "%s", aparts[_i].title);
	ck_assert_str_eq(fake_trips(), "");
	execution_finish(&voyage.execution);
	voyage_finish(&voyage);
}
END_TEST

/* A packet has an end: what has no room in it goes with the next one. */
START_TEST(a_long_script_stays_behind)
{
	struct work work = works[0];
	struct text text = { 0 };
	struct voyage voyage;

	text_add(&text, "-- migrate:up\n" ROW_OF("3"));
	for (size_t i = 0; i < PACKET_STATEMENTS; i++)
		text_add(&text, ";\n" ROW);
	work.texts[2] = text_get(&text);
	voyage_start(&voyage, &work);
	plan(&voyage);
	run(&voyage);
	ck_assert(voyage.good);
	ck_assert_uint_eq(voyage.rode, 2);
	ck_assert_uint_eq(applied(), ITEMS);
	ck_assert_uint_eq(fake_effects(ROW), PACKET_STATEMENTS);
	voyage_finish(&voyage);
	text_finish(&text);
}
END_TEST

/* ---- Every call fails ---- */

static const struct way {
	enum failure_kind kind;
	enum fake_moment moment;
	int signal;
	int busy; /* the lock, so many times, when this run comes back */
} ways[] = {
	{ FAILURE_SQL },
	{ FAILURE_CONFLICT },
	{ FAILURE_FORGOTTEN },
	{ FAILURE_LOCK_WAIT },
	{ FAILURE_FULL },
	{ FAILURE_LOST, MOMENT_BEFORE },
	{ FAILURE_LOST, MOMENT_AFTER },
	{ FAILURE_LOST, MOMENT_LATER },
	{ FAILURE_NONE, MOMENT_BEFORE, 15 },
	{ FAILURE_LOST, MOMENT_BEFORE, 0, 1 },
	{ FAILURE_NONE, MOMENT_BEFORE, 15, 1 },
};

static void tell(const struct voyage *voyage, const struct way *way, size_t at, const char *what)
{
	ck_abort_msg("%s: \"%s\", call %zu, failure %d, moment %d, signal %d; applied %zu, told "
		     "%zu\nerror %s\n%s",
		     what, voyage->work->title, at, way->kind, way->moment, way->signal, applied(),
		     voyage->told, voyage->scene.error.message ? voyage->scene.error.message : "-",
		     fake_trips());
}

#define EXPECT(condition)                                                                          \
	do                                                                                         \
		if (!(condition))                                                                  \
			tell(voyage, way, at, #condition);                                         \
	while (0)

/* Record and effect are there together, each once, and none before those ahead of it. */
static void check_store(const struct voyage *voyage, const struct way *way, size_t at)
{
	for (size_t i = 0; i < ITEMS; i++) {
		EXPECT(fake_effects(effects[i]) <= 1);
		EXPECT(!is_applied(i) || fake_effects(effects[i]) == 1);
		EXPECT(!i || !is_applied(i) || is_applied(i - 1));
	}
	EXPECT(fake_effects(TABLE) <= 1);
}

static void check_told(const struct voyage *voyage, const struct way *way, size_t at)
{
	EXPECT(voyage->told == applied());
	EXPECT(!voyage->good || voyage->replaced || applied() == ITEMS);
	EXPECT(voyage->good || voyage->scene.error.code != ERROR_NONE);
	if (way->kind == FAILURE_CONFLICT || way->kind == FAILURE_FORGOTTEN)
		EXPECT(voyage->good || voyage->work != &works[0]);
	if (way->signal)
		EXPECT(voyage->good || error_exit_code(&voyage->scene.error) == 128 + way->signal);
}

static bool run_once(const struct work *work, const struct way *way, size_t at)
{
	struct voyage state, *voyage = &state;
	bool reached;

	voyage_start(voyage, work);
	plan(voyage);
	fake.faults[0] = (struct fake_fault){
		.at = at, .kind = way->kind, .moment = way->moment, .signal = way->signal
	};
	fake.busy = way->busy;
	run(voyage);
	reached = fake.calls >= at;
	fake_end_session();
	check_store(voyage, way, at);
	check_told(voyage, way, at);
	scene_end_process(&voyage->scene);
	voyage->told = applied();
	plan(voyage);
	run(voyage);
	check_store(voyage, way, at);
	EXPECT(applied() == ITEMS || store_count(&fake.committed, "glim_steps", "state", "ended"));
	voyage_finish(voyage);
	return reached;
}

START_TEST(every_call_fails)
{
	const size_t number = (size_t)_i;
	size_t at = 1;

	while (run_once(&works[number / COUNT(ways)], &ways[number % COUNT(ways)], at))
		ck_assert_uint_lt(at++, CALLS_MOST);
}
END_TEST

/* ---- Another run ---- */

/* It had only to wait for the lock. */
static void apply_all(void)
{
	for (size_t i = 0; i < ITEMS; i++) {
		struct fake_row *row =
			store_find(&fake.committed, "glim_migrations", "name", names[i]);

		if (!row) {
			row = store_add(&fake.committed, "glim_migrations");
			row_set_text(row, "id", numbers[i]);
			row_set_text(row, "name", names[i]);
			row_set_text(row, "state", "running");
		}
		if (is_applied(i))
			continue;
		row_set_text(row, "state", "applied");
		row_set_text(row, "direction", "run");
		row_set_text(row, "created_at", "2030-01-01 00:00:00.000000");
	}
	store_copy(&fake.now, &fake.committed);
}

static void leave_failed(const char *name)
{
	struct fake_row *row = store_add(&fake.committed, "glim_migrations");

	row_set_text(row, "id", "8d3f3c3e-7a54-4a5e-9b0c-0c5d2d8a5a10");
	row_set_text(row, "name", name);
	row_set_text(row, "state", "failed");
	row_set_text(row, "direction", "run");
	row_set_text(row, "created_at", "2026-11-01 09:12:04.113402");
	store_copy(&fake.now, &fake.committed);
}

static bool run_overtaken(const struct way *way, size_t at, uint32_t timeout)
{
	struct voyage state, *voyage = &state;
	bool reached, came_back;

	voyage_start(voyage, &works[0]);
	for (size_t i = 0; i < ITEMS; i++)
		voyage->entries[i].facts.timeout = timeout;
	leave_failed(names[1]);
	plan(voyage);
	fake.faults[0] = (struct fake_fault){
		.at = at, .kind = way->kind, .moment = way->moment, .signal = way->signal
	};
	fake.at_lock = apply_all;
	run(voyage);
	reached = fake.calls >= at;
	came_back = !fake.at_lock;
	fake.at_lock = NULL;
	EXPECT(!came_back || applied() == ITEMS);
	voyage_finish(voyage);
	return reached;
}

/* What it has applied while this one had no session is not called failed. */
START_TEST(what_another_run_has_done_stays)
{
	static const struct way lost[] = {
		{ FAILURE_LOST, MOMENT_BEFORE },
		{ FAILURE_NONE, MOMENT_BEFORE, 15 },
	};
	size_t at = 1;

	/* With a limit they go one by one. */
	while (run_overtaken(&lost[_i % 2], at, _i / 2 ? 60 : 0))
		ck_assert_uint_lt(at++, CALLS_MOST);
	ck_assert_uint_gt(at, ITEMS);
}
END_TEST

Suite *train_suite(void);
Suite *train_suite(void)
{
	Suite *suite = suite_create("train");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_test(all, each_has_its_own_transaction);
	tcase_add_loop_test(all, a_failure_stops_there, 0, 2 * ITEMS);
	tcase_add_loop_test(all, these_do_not_travel, 0, COUNT(aparts));
	tcase_add_test(all, a_long_script_stays_behind);
	tcase_add_loop_test(all, every_call_fails, 0, COUNT(works) * COUNT(ways));
	tcase_add_loop_test(all, what_another_run_has_done_stays, 0, 4);
	suite_add_tcase(suite, all);
	return suite;
}
