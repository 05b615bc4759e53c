/* Migrations that share a commit: what is told is what is committed, whatever call fails. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "scene.h"
#include "script.h"

enum { ITEMS = 3, CALLS_MOST = 200 };

#define ROW_OF(n) "INSERT INTO t" n " VALUES (1)"

static const char *const names[ITEMS] = { "AddOne", "AddTwo", "AddThree" };

static const struct work {
	const char *title;
	enum fake_kind kind;
	struct fake_request scripts[ITEMS][4];
	const char *effects[ITEMS];
} works[] = {
	{ "rows",
	  FAKE_TRANSACTIONAL,
	  { { EXEC(ROW_OF("1")) }, { EXEC(ROW_OF("2")) }, { EXEC(ROW_OF("3")) } },
	  { ROW_OF("1"), ROW_OF("2"), ROW_OF("3") } },
	{ "rows, where DDL is a boundary",
	  FAKE_BOUNDARY,
	  { { EXEC(ROW_OF("1")) }, { EXEC(ROW_OF("2")) }, { EXEC(ROW_OF("3")) } },
	  { ROW_OF("1"), ROW_OF("2"), ROW_OF("3") } },
	{ "queries, tries and savepoints",
	  FAKE_BOUNDARY,
	  { { QUERY(READ), EXEC(ROW_OF("1")) },
	    { TRY("INSERT INTO refused VALUES (1)"), EXEC(ROW_OF("2")) },
	    { BEGIN, EXEC(ROW_OF("3")), COMMIT } },
	  { ROW_OF("1"), ROW_OF("2"), ROW_OF("3") } },
	{ "a boundary in the second",
	  FAKE_BOUNDARY,
	  { { EXEC(ROW_OF("1")) }, { EXEC(ROW_OF("2")), EXEC(TABLE) }, { EXEC(ROW_OF("3")) } },
	  { ROW_OF("1"), ROW_OF("2"), ROW_OF("3") } },
	{ "one that does nothing",
	  FAKE_BOUNDARY,
	  { { EXEC(ROW_OF("1")) }, {}, { EXEC(ROW_OF("3")) } },
	  { ROW_OF("1"), NULL, ROW_OF("3") } },
};

struct crowd {
	struct scene scene;
	const struct work *work;
	struct entry entries[ITEMS];
	struct execution execution;
	size_t waiting, kept, lost; /* as it was told */
	size_t refused_at;          /* this one's file is refused; 0: none's */
};

static void on_settled(void *data, bool kept)
{
	struct crowd *crowd = data;

	*(kept ? &crowd->kept : &crowd->lost) += crowd->waiting;
	crowd->waiting = 0;
}

static void crowd_start(struct crowd *crowd, const struct work *work)
{
	*crowd = (struct crowd){ .work = work };
	scene_start(&crowd->scene, work->kind, work->scripts[0]);
	for (size_t i = 0; i < ITEMS; i++) {
		crowd->entries[i] = crowd->scene.entry;
		crowd->entries[i].name = (char *)names[i];
		crowd->entries[i].number = (char *)(i == 0 ? "1" : i == 1 ? "2" : "3");
	}
	crowd->scene.catalog = (struct catalog){ .entries = crowd->entries, .count = ITEMS };
}

static size_t number_of(const char *name)
{
	size_t i = 0;

	while (i < ITEMS && strcmp(names[i], name) != 0)
		i++;
	return i;
}

static void crowd_plan(struct crowd *crowd)
{
	scene_plan(&crowd->scene, DIRECTION_RUN, NULL);
	ck_assert(crowd->scene.plan);
	fake_forget_log();
}

/* What is planned, up to the first failure. */
static void crowd_run(struct crowd *crowd, size_t most)
{
	struct scene *scene = &crowd->scene;

	crowd->execution = (struct execution){
		.db = scene->db,
		.catalog = &scene->catalog,
		.history = scene->history,
		.output = &scene->output,
		.by = "ana@laptop",
		.group = { .most = most,
			   .transaction.db = scene->db,
			   .settled = on_settled,
			   .data = crowd },
	};
	scene->done = true;
	for (size_t i = 0; scene->done && i < scene->plan->count; i++) {
		const struct plan_item *item = &scene->plan->items[i];

		guest_start_script(crowd->work->scripts[number_of(item->entry->name)]);
		if (crowd->refused_at && i == crowd->refused_at)
			guest.refused = "it is no plugin";
		crowd->execution.ahead = scene->plan->count - i - 1;
		scene->done = execute_item(&crowd->execution, item, DIRECTION_RUN, &scene->result,
					   &scene->error);
		if (scene->done && scene->result.waits)
			crowd->waiting++;
		else if (scene->done)
			crowd->kept++;
	}
	execution_finish(&crowd->execution);
}

static bool is_applied(size_t at)
{
	return scene_applied(&names[at], 1) == 1;
}

static size_t applied(void)
{
	return scene_applied(names, ITEMS);
}

START_TEST(all_share_one_commit)
{
	static const char *const expected[] = {
		"BEGIN IMMEDIATE\nSAVEPOINT glim_canary\n"
		"SAVEPOINT glim_item\nINSERT INTO t1 VALUES (1)\nRELEASE SAVEPOINT glim_item\n"
		"+ record applied\n+ log run\n"
		"SAVEPOINT glim_item\nINSERT INTO t2 VALUES (1)\nRELEASE SAVEPOINT glim_item\n"
		"+ record applied\n+ log run\n"
		"SAVEPOINT glim_item\nINSERT INTO t3 VALUES (1)\nRELEASE SAVEPOINT glim_item\n"
		"RELEASE SAVEPOINT glim_canary\n+ record applied\n+ log run\nCOMMIT",
		"START TRANSACTION | SAVEPOINT glim_canary | SAVEPOINT glim_item | "
		"INSERT INTO t1 VALUES (1) | RELEASE SAVEPOINT glim_item | + record applied | "
		"+ log run\n"
		"SAVEPOINT glim_item | INSERT INTO t2 VALUES (1) | RELEASE SAVEPOINT glim_item | "
		"+ record applied | + log run\n"
		"SAVEPOINT glim_item | INSERT INTO t3 VALUES (1) | RELEASE SAVEPOINT glim_item | "
		"RELEASE SAVEPOINT glim_canary | + record applied | + log run | COMMIT",
	};
	struct crowd crowd;

	crowd_start(&crowd, &works[_i]);
	crowd_plan(&crowd);
	crowd_run(&crowd, 10);
	ck_assert_str_eq(strstr(fake_trips(), _i ? "START" : "BEGIN"), expected[_i]);
	ck_assert_uint_eq(applied(), ITEMS);
	ck_assert_uint_eq(crowd.kept, ITEMS);
	scene_finish(&crowd.scene);
}
END_TEST

START_TEST(a_group_is_no_larger_than_it_may_be)
{
	struct crowd crowd;
	const char *at;
	size_t commits = 0;

	crowd_start(&crowd, &works[1]);
	crowd_plan(&crowd);
	crowd_run(&crowd, 2);
	for (at = fake_trips(); (at = strstr(at, "| COMMIT")); at++)
		commits++;
	ck_assert_uint_eq(commits, 2);
	ck_assert_uint_eq(crowd.kept, ITEMS);
	scene_finish(&crowd.scene);
}
END_TEST

/* The third is refused: the first two are kept, without it. */
START_TEST(a_failure_keeps_those_before_it)
{
	struct work work = works[_i];
	struct crowd crowd;

	work.scripts[2][0] = (struct fake_request)EXEC("INSERT INTO refused VALUES (1)");
	crowd_start(&crowd, &work);
	crowd_plan(&crowd);
	crowd_run(&crowd, 10);
	ck_assert(!crowd.scene.done);
	ck_assert_uint_eq(crowd.kept, 2);
	ck_assert_uint_eq(crowd.lost, 0);
	ck_assert_uint_eq(applied(), 2);
	ck_assert_uint_eq(fake_effects(NULL), 2);
	ck_assert_int_eq(crowd.scene.result.after, AFTER_UNDONE);
	scene_finish(&crowd.scene);
}
END_TEST

/* Its file is refused before its turn begins. */
START_TEST(a_refused_plugin_keeps_those_before_it)
{
	struct crowd crowd;

	crowd_start(&crowd, &works[1]);
	crowd_plan(&crowd);
	crowd.refused_at = 2;
	crowd_run(&crowd, 10);
	ck_assert(!crowd.scene.done);
	ck_assert_uint_eq(crowd.kept, 2);
	ck_assert_uint_eq(applied(), 2);
	scene_finish(&crowd.scene);
}
END_TEST

/* ---- Every call fails ---- */

static const struct way {
	enum failure_kind kind;
	enum fake_moment moment;
	int signal;
} ways[] = {
	{ FAILURE_SQL },
	{ FAILURE_CONFLICT },
	{ FAILURE_LOCK_WAIT },
	{ FAILURE_NO_SAVEPOINT },
	{ FAILURE_FULL },
	{ FAILURE_LOST, MOMENT_BEFORE },
	{ FAILURE_LOST, MOMENT_AFTER },
	{ FAILURE_LOST, MOMENT_LATER },
	{ FAILURE_NONE, MOMENT_BEFORE, 15 },
};

static void tell(const struct crowd *crowd, const struct way *way, size_t at, const char *what)
{
	ck_abort_msg("%s: \"%s\", call %zu, failure %d, moment %d, signal %d; applied %zu, kept "
		     "%zu, lost %zu\nerror %s\n%s",
		     what, crowd->work->title, at, way->kind, way->moment, way->signal, applied(),
		     crowd->kept, crowd->lost,
		     crowd->scene.error.message ? crowd->scene.error.message : "-", fake_trips());
}

#define EXPECT(condition)                                                                          \
	do                                                                                         \
		if (!(condition))                                                                  \
			tell(crowd, way, at, #condition);                                          \
	while (0)

/* Record and effect are there together, each once, and none before those ahead of it. */
static void check_store(const struct crowd *crowd, const struct way *way, size_t at)
{
	for (size_t i = 0; i < ITEMS; i++) {
		const char *effect = crowd->work->effects[i];

		EXPECT(!effect || fake_effects(effect) <= 1);
		EXPECT(!effect || !is_applied(i) || fake_effects(effect) == 1);
		EXPECT(!i || !is_applied(i) || is_applied(i - 1));
	}
	EXPECT(fake_effects(TABLE) <= 1);
}

static void check_told(const struct crowd *crowd, const struct way *way, size_t at)
{
	EXPECT(crowd->waiting == 0);
	EXPECT(crowd->execution.group.count == 0);
	EXPECT(crowd->kept <= applied());
	if (crowd->scene.done)
		EXPECT(crowd->kept == ITEMS && applied() == ITEMS);
	/* The database works again. */
	EXPECT(!crowd->scene.error.state ||
	       !strstr(crowd->scene.error.state, "could not be recorded"));
	if (way->kind == FAILURE_SQL || way->kind == FAILURE_LOCK_WAIT)
		EXPECT(crowd->lost == 0 || crowd->kept == applied());
}

static bool run_once(const struct work *work, const struct way *way, size_t at)
{
	struct crowd state, *crowd = &state;
	bool reached;

	crowd_start(crowd, work);
	crowd_plan(crowd);
	fake.faults[0] = (struct fake_fault){
		.at = at, .kind = way->kind, .moment = way->moment, .signal = way->signal
	};
	crowd_run(crowd, 10);
	reached = fake.calls >= at;
	fake_end_session();
	check_store(crowd, way, at);
	check_told(crowd, way, at);
	scene_end_process(&crowd->scene);
	crowd->kept = crowd->lost = 0;
	crowd_plan(crowd);
	crowd_run(crowd, 10);
	check_store(crowd, way, at);
	EXPECT(applied() == ITEMS || store_count(&fake.committed, "glim_steps", "state", "ended"));
	scene_finish(&crowd->scene);
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

Suite *group_suite(void);
Suite *group_suite(void)
{
	Suite *suite = suite_create("group");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_loop_test(all, all_share_one_commit, 0, 2);
	tcase_add_test(all, a_group_is_no_larger_than_it_may_be);
	tcase_add_loop_test(all, a_failure_keeps_those_before_it, 0, 2);
	tcase_add_test(all, a_refused_plugin_keeps_those_before_it);
	tcase_add_loop_test(all, every_call_fails, 0, COUNT(works) * COUNT(ways));
	suite_add_tcase(suite, all);
	return suite;
}
