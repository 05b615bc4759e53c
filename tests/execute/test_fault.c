/*
 * Every call of the driver fails once, in every way, and what is committed afterwards has to be
 * true: nothing counts as applied without all its effects, nothing has an effect without a record.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "scene.h"
#include "script.h"

static const struct bulk pairs = { BULK_INSERT, "t", (const char *const[]){ "id", "name" },
				   (const bool[]){ true, false }, 2 };
static const struct selection names = { .table = "t",
					.columns = (const char *[]){ "id", "name" },
					.column_count = 2,
					.key = (const char *[]){ "id" },
					.key_count = 1,
					.limit = 2 };

/* What a row of a bulk leaves. */
#define ROW_OF_SQLITE "INSERT INTO \"t\" (\"id\", \"name\") VALUES (?, ?)"
#define ROW_OF_MYSQL  "INSERT INTO `t` (`id`, `name`) VALUES (?, ?)"

static const struct work {
	const char *title;
	enum fake_kind kind;
	struct fake_request script[8];
	const char *effects[5]; /* each is there once after success */
	const char *tried[3];   /* so are these, unless the fault hit the try itself */
} works[] = {
	{ "no statement", FAKE_TRANSACTIONAL, {}, {} },
	{ "rows and a table", FAKE_TRANSACTIONAL, { EXEC(ROW), EXEC(TABLE) }, { ROW, TABLE } },
	{ "a query and a try",
	  FAKE_TRANSACTIONAL,
	  { QUERY(READ), TRY(ROW), TRY("INSERT INTO refused VALUES (1)"), EXEC(OTHER_ROW) },
	  { OTHER_ROW },
	  { ROW } },
	{ "savepoints",
	  FAKE_TRANSACTIONAL,
	  { BEGIN, EXEC(ROW), COMMIT, BEGIN, EXEC(TABLE), ROLLBACK, EXEC(OTHER_ROW) },
	  { ROW, OTHER_ROW } },
	{ "rows only", FAKE_BOUNDARY, { EXEC(ROW), EXEC(OTHER_ROW) }, { ROW, OTHER_ROW } },
	{ "tries where DDL is a boundary",
	  FAKE_BOUNDARY,
	  { TRY(ROW), TRY("INSERT INTO refused VALUES (1)"), EXEC(OTHER_ROW) },
	  { OTHER_ROW },
	  { ROW } },
	{ "one boundary", FAKE_BOUNDARY, { EXEC(TABLE) }, { TABLE } },
	{ "two boundaries", FAKE_BOUNDARY, { EXEC(TABLE), EXEC(COLUMN) }, { TABLE, COLUMN } },
	{ "rows around boundaries",
	  FAKE_BOUNDARY,
	  { EXEC(ROW), EXEC(TABLE), EXEC(OTHER_ROW), EXEC(COLUMN), QUERY(READ) },
	  { ROW, TABLE, OTHER_ROW, COLUMN } },
	{ "tries around a boundary",
	  FAKE_BOUNDARY,
	  { TRY(ROW), TRY(TABLE), TRY("INSERT INTO refused VALUES (1)"), TRY(OTHER_ROW) },
	  {},
	  { ROW, TABLE, OTHER_ROW } },
	{ "a boundary after what was forgiven",
	  FAKE_BOUNDARY,
	  { BEGIN, EXEC("INSERT INTO refused VALUES (1)"), ROLLBACK, CLEAR, EXEC(TABLE),
	    EXEC(ROW) },
	  { TABLE, ROW } },
	{ "a boundary after a failure of its own that was cleared",
	  FAKE_BOUNDARY,
	  { BEGIN, FAIL("no"), ROLLBACK, CLEAR, EXEC(TABLE), EXEC(ROW) },
	  { TABLE, ROW } },
	{ "a bulk and a scan",
	  FAKE_TRANSACTIONAL,
	  { OPEN_BULK(&pairs), SCAN(&names), BULK_ROWS(2, INT(1), TEXT("a")), CLOSE_BULK,
	    EXEC(ROW) },
	  { ROW_OF_SQLITE, ROW } },
	{ "a bulk between boundaries",
	  FAKE_BOUNDARY,
	  { EXEC(TABLE), OPEN_BULK(&pairs), BULK_ROWS(2, INT(1), TEXT("a")), SCAN(&names),
	    CLOSE_BULK, EXEC(COLUMN) },
	  { TABLE, ROW_OF_MYSQL, COLUMN } },
	{ "a boundary that is tried and refused",
	  FAKE_BOUNDARY,
	  { TRY("CREATE INDEX refused ON t (x)"), EXEC(ROW), EXEC(TABLE) },
	  { ROW, TABLE } },
};

enum { KINDS = FAILURE_FULL + 1, CALLS_MOST = 200 };

/* One way to fail; a lost connection has three. */
struct way {
	enum failure_kind kind;
	enum fake_moment moment;
	int signal;
};

static const struct way ways[] = {
	{ FAILURE_SQL },
	{ FAILURE_CONNECT },
	{ FAILURE_AUTH },
	{ FAILURE_READ_ONLY },
	{ FAILURE_REFUSED },
	{ FAILURE_CANCELLED },
	{ FAILURE_CONFLICT },
	{ FAILURE_LOCK_WAIT },
	{ FAILURE_NO_TABLE },
	{ FAILURE_NO_SAVEPOINT },
	{ FAILURE_FULL },
	{ FAILURE_LOST, MOMENT_BEFORE },
	{ FAILURE_LOST, MOMENT_AFTER },
	{ FAILURE_LOST, MOMENT_LATER },
	{ FAILURE_NONE, MOMENT_BEFORE, 15 },
};

/* What happens when the runner tries to reach the server again. */
static const struct back {
	const char *title;
	int open_failures;
	enum failure_kind open_failure;
	int busy;
} backs[] = {
	{ "at once", 0, FAILURE_CONNECT, 0 },       { "after a while", 5, FAILURE_CONNECT, 5 },
	{ "never", -1, FAILURE_CONNECT, 0 },        { "refused", -1, FAILURE_AUTH, 0 },
	{ "never locked", 0, FAILURE_CONNECT, -1 },
};

struct attempt {
	const struct work *work;
	const struct way *way;
	const struct back *back;
	enum direction direction;
	size_t at;
	size_t later; /* a statement is refused so many calls before; 0: none is */
};

static void describe(const struct attempt *attempt, const struct scene *scene, const char *what)
{
	ck_abort_msg("%s: %s of \"%s\", call %zu (and %zu before), failure %d, moment %d, "
		     "signal %d, back %s\n"
		     "record %s, after %d\nerror %s\nsays %s\nstate %s\n%s",
		     what, direction_name(attempt->direction), attempt->work->title, attempt->at,
		     attempt->later, attempt->way->kind, attempt->way->moment, attempt->way->signal,
		     attempt->back->title, scene_state(), scene->result.after,
		     scene->error.message ? scene->error.message : "-",
		     scene->error.says ? scene->error.says : "-",
		     scene->error.state ? scene->error.state : "-", fake_log());
}

#define EXPECT(condition)                                                                          \
	do                                                                                         \
		if (!(condition))                                                                  \
			describe(attempt, scene, #condition);                                      \
	while (0)

static bool each_once(const struct work *work, bool tried_too)
{
	for (size_t i = 0; i < COUNT(work->effects) && work->effects[i]; i++)
		if (fake_effects(work->effects[i]) != 1)
			return false;
	for (size_t i = 0; tried_too && i < COUNT(work->tried) && work->tried[i]; i++)
		if (fake_effects(work->tried[i]) != 1)
			return false;
	return true;
}

static bool none_twice(void)
{
	for (size_t i = 0; i < fake.committed.count; i++) {
		const struct fake_row *row = &fake.committed.rows[i];

		if (strcmp(row->table, FAKE_EFFECTS) == 0 && fake_effects(row_text(row, "sql")) > 1)
			return false;
	}
	return true;
}

static const char *ended_well(enum direction direction)
{
	return direction == DIRECTION_RUN ? "applied" : "none";
}

static const char *not_begun(enum direction direction)
{
	return direction == DIRECTION_RUN ? "none" : "applied";
}

static bool is_finished(enum direction direction)
{
	return strcmp(scene_state(), ended_well(direction)) == 0;
}

static bool is_untouched(enum direction direction)
{
	const char *state = scene_state();

	return strcmp(state, not_begun(direction)) == 0 ||
	       (direction == DIRECTION_RUN && strcmp(state, "failed") == 0 &&
		!store_find(&fake.committed, "glim_steps", NULL, NULL));
}

/* What the operator is told has to be what is committed. */
static void check_report(const struct attempt *attempt, const struct scene *scene)
{
	if (scene->done) {
		EXPECT(is_finished(attempt->direction));
		EXPECT(each_once(attempt->work, false));
		return;
	}
	EXPECT(scene->error.code != ERROR_NONE && scene->error.message);
	EXPECT(!is_finished(attempt->direction) || scene->result.after == AFTER_UNKNOWN);
	EXPECT(error_exit_code(&scene->error) != 0);
	EXPECT(scene->error.state && scene->error.next[0]);
	if (scene->result.after == AFTER_UNDONE) {
		EXPECT(fake_effects(NULL) == 0);
		EXPECT(is_untouched(attempt->direction) ||
		       strstr(scene->error.state, "interrupted"));
	}
}

/* What is committed has to be consistent in itself. */
static void check_store(const struct attempt *attempt, const struct scene *scene)
{
	EXPECT(none_twice());
	if (is_finished(attempt->direction))
		EXPECT(each_once(attempt->work, false));
	else if (fake_effects(NULL))
		EXPECT(!is_untouched(attempt->direction));
	if (attempt->work->kind == FAKE_TRANSACTIONAL && attempt->way->kind != FAILURE_NO_SAVEPOINT)
		EXPECT(is_finished(attempt->direction) || is_untouched(attempt->direction));
	EXPECT(!is_finished(attempt->direction) ||
	       !store_find(&fake.committed, "glim_steps", NULL, NULL));
}

/* Something ended the transaction that nobody knows, or an object could not be looked at. */
static bool is_unknown(void)
{
	for (size_t i = 0; i < fake.committed.count; i++) {
		const struct fake_row *row = &fake.committed.rows[i];
		const char *looks = row_text(row, "fingerprint");

		if (strcmp(row->table, "glim_steps") != 0)
			continue;
		if (strcmp(row_text(row, "state"), "ended") == 0 ||
		    (looks && strstr(looks, " refused")))
			return true;
	}
	return false;
}

static void check_next_start(const struct attempt *attempt, struct scene *scene)
{
	const bool finished = is_finished(attempt->direction), unknown = is_unknown();
	const bool untouched = is_untouched(attempt->direction);
	const bool planned = scene_plan(scene, attempt->direction, NULL);

	EXPECT(planned == !finished);
	if (finished)
		return;
	EXPECT(scene->plan->items[0].half_done == !untouched);
	scene_execute(scene, attempt->direction);
	EXPECT(none_twice());
	if (scene->done) {
		EXPECT(is_finished(attempt->direction));
		EXPECT(each_once(attempt->work, untouched));
	} else {
		EXPECT(unknown && error_exit_code(&scene->error) == 6);
		EXPECT(!is_finished(attempt->direction));
	}
}

static bool attempt_once(const struct attempt *attempt)
{
	struct scene scene;
	bool reached;

	scene_start(&scene, attempt->work->kind, attempt->work->script);
	if (attempt->direction == DIRECTION_ROLLBACK)
		scene_record(&scene, "applied");
	ck_assert(scene_plan(&scene, attempt->direction, NULL));
	fake_forget_log();
	fake.faults[0] = (struct fake_fault){
		.at = attempt->at,
		.kind = attempt->way->kind,
		.moment = attempt->way->moment,
		.signal = attempt->way->signal,
	};
	if (attempt->later)
		fake.faults[1] = (struct fake_fault){ .at = attempt->at - attempt->later,
						      .kind = FAILURE_SQL };
	fake.open_failures = attempt->back->open_failures;
	fake.open_failure = attempt->back->open_failure;
	fake.busy = attempt->back->busy;
	scene_execute(&scene, attempt->direction);
	reached = fake.calls >= attempt->at;
	fake_end_session();
	check_report(attempt, &scene);
	check_store(attempt, &scene);
	scene_end_process(&scene);
	check_next_start(attempt, &scene);
	scene_finish(&scene);
	return reached;
}

/* One test a work and a way. */
static void every_call_fails(enum direction direction, int number, const struct back *back)
{
	const size_t at = (size_t)number;
	struct attempt attempt = { &works[at / COUNT(ways)], &ways[at % COUNT(ways)], back,
				   direction, 1 };

	while (attempt_once(&attempt))
		ck_assert_uint_lt(attempt.at++, CALLS_MOST);
}

START_TEST(a_run_fails_at_every_call)
{
	every_call_fails(DIRECTION_RUN, _i, &backs[0]);
}
END_TEST

START_TEST(a_rollback_fails_at_every_call)
{
	every_call_fails(DIRECTION_ROLLBACK, _i, &backs[0]);
}
END_TEST

/* It is reached again after a lost connection, and where not even ROLLBACK is taken. */
START_TEST(the_server_is_hard_to_reach_again)
{
	const enum failure_kind kind = ways[(size_t)_i % COUNT(ways)].kind;

	if (kind != FAILURE_LOST && kind != FAILURE_SQL)
		return;
	for (size_t i = 1; i < COUNT(backs); i++) {
		every_call_fails(DIRECTION_RUN, _i, &backs[i]);
		every_call_fails(DIRECTION_ROLLBACK, _i, &backs[i]);
	}
}
END_TEST

/* What is refused first is undone and recorded, and that may fail as well. */
START_TEST(undoing_and_recording_fail_too)
{
	const size_t at = (size_t)_i;
	const struct way *way = &ways[at % COUNT(ways)];

	if (way->kind != FAILURE_LOST && way->kind != FAILURE_SQL &&
	    way->kind != FAILURE_CONFLICT && way->kind != FAILURE_CANCELLED)
		return;
	for (size_t later = 1; later < 8; later += 2)
		for (size_t first = 1; first < 32; first++)
			attempt_once(
				&(struct attempt){ &works[at / COUNT(ways)], way, &backs[0],
						   first % 2 ? DIRECTION_RUN : DIRECTION_ROLLBACK,
						   first / 2 + 1 + later, later });
}
END_TEST

Suite *fault_suite(void);
Suite *fault_suite(void)
{
	const int all_of_them = COUNT(works) * COUNT(ways);
	Suite *suite = suite_create("fault");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_loop_test(all, a_run_fails_at_every_call, 0, all_of_them);
	tcase_add_loop_test(all, a_rollback_fails_at_every_call, 0, all_of_them);
	tcase_add_loop_test(all, the_server_is_hard_to_reach_again, 0, all_of_them);
	tcase_add_loop_test(all, undoing_and_recording_fail_too, 0, all_of_them);
	suite_add_tcase(suite, all);
	return suite;
}
