/* What a migration may not ask for: refused before it is sent, and the migration fails. */
#include <check.h>
#include <string.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "scene.h"
#include "script.h"

static const struct column keyless[] = { { .name = "x", .type = GLIM_COLUMN_INTEGER } };
static const struct model no_key = { "Plain", "plain", keyless, 1 };
static const struct model no_columns = { "Empty", "empty", keyless, 0 };

static const struct misuse_case {
	const char *title;
	enum fake_kind kind;
	struct fake_request script[4];
	const char *says;
	const char *unsent; /* NULL: there is nothing to send */
} cases[] = {
	{ "two statements",
	  FAKE_TRANSACTIONAL,
	  { EXEC("INSERT INTO t VALUES (1); DELETE FROM t") },
	  "more than one statement",
	  "DELETE" },
	{ "no statement", FAKE_TRANSACTIONAL, { EXEC("  -- nothing\n") }, "there is no statement" },
	{ "a text without end",
	  FAKE_BOUNDARY,
	  { EXEC("INSERT INTO t VALUES ('x)") },
	  "no closing quote",
	  "INSERT" },
	{ "two statements in a query",
	  FAKE_BOUNDARY,
	  { QUERY("SELECT 1; DELETE FROM t") },
	  "more than one statement",
	  "DELETE" },
	{ "a savepoint of its own",
	  FAKE_TRANSACTIONAL,
	  { EXEC("SAVEPOINT mine") },
	  "glim_begin()",
	  "mine" },
	{ "the end of the transaction",
	  FAKE_TRANSACTIONAL,
	  { EXEC("END") },
	  "glim_commit()",
	  "END" },
	{ "a transaction of its own",
	  FAKE_BOUNDARY,
	  { EXEC("START TRANSACTION READ ONLY") },
	  "glim_begin()",
	  "READ ONLY" },
	{ "the runner's lock", FAKE_BOUNDARY, { EXEC("DO RELEASE_ALL_LOCKS()") }, "lock", "DO" },
	{ "a boundary inside of a savepoint",
	  FAKE_BOUNDARY,
	  { BEGIN, EXEC(TABLE) },
	  "cannot stand between glim_begin()",
	  TABLE },
	{ "a row for the history",
	  FAKE_TRANSACTIONAL,
	  { EXEC("INSERT INTO glim_migrations (id) VALUES ('x')") },
	  "the history is written by the runner only",
	  "'x'" },
	{ "a quoted table of the history",
	  FAKE_BOUNDARY,
	  { EXEC("DELETE FROM shop.`GLIM_LOG`") },
	  "the history is written by the runner only",
	  "GLIM_LOG" },
	{ "another shape for the history",
	  FAKE_BOUNDARY,
	  { EXEC("ALTER TABLE glim_steps ADD z INT") },
	  "the history is written by the runner only",
	  "ALTER" },
	{ "a file of rows for the history",
	  FAKE_BOUNDARY,
	  { EXEC("LOAD DATA LOCAL INFILE 'x' INTO TABLE glim_migrations") },
	  "the history is written by the runner only",
	  "LOAD" },
	{ "too few values",
	  FAKE_TRANSACTIONAL,
	  { { .kind = WIRE_EXEC,
	      .sql = "INSERT INTO t VALUES (?, '?', ?)",
	      .values = { { .type = GLIM_TYPE_INT } },
	      .count = 1 } },
	  "2 marks, but 1 values",
	  "'?'" },
	{ "too many values",
	  FAKE_TRANSACTIONAL,
	  { { .kind = WIRE_TRY,
	      .sql = "INSERT INTO t VALUES (3)",
	      .values = { { .type = GLIM_TYPE_INT } },
	      .count = 1 } },
	  "0 marks, but 1 values",
	  "(3)" },
	{ "a begin without its end",
	  FAKE_TRANSACTIONAL,
	  { EXEC(ROW), BEGIN },
	  "run() returned inside of a glim_begin()" },
	{ "an end without its begin", FAKE_TRANSACTIONAL, { COMMIT }, "glim_commit() without" },
	{ "a way back from nowhere", FAKE_BOUNDARY, { ROLLBACK }, "glim_rollback() without" },
	{ "too deep",
	  FAKE_TRANSACTIONAL,
	  { { .kind = WIRE_BEGIN, .times = 65 } },
	  "more than 64 deep",
	  "glim_65" },
	{ "a script that cannot be cut",
	  FAKE_BOUNDARY,
	  { SCRIPT("INSERT INTO t VALUES (1);\nINSERT INTO t VALUES ('2);") },
	  "line 2 of the script",
	  "INSERT" },
	{ "a model without columns",
	  FAKE_TRANSACTIONAL,
	  { { .kind = WIRE_CREATE_TABLE, .model = &no_columns } },
	  "the model Empty" },
	{ "a row that nothing identifies",
	  FAKE_TRANSACTIONAL,
	  { { .kind = WIRE_UPDATE,
	      .model = &no_key,
	      .values = { { .type = GLIM_TYPE_INT } },
	      .count = 1 } },
	  "the model Plain has no primary key" },
	{ "a row without its model",
	  FAKE_TRANSACTIONAL,
	  { { .kind = WIRE_ADD, .values = { { .type = GLIM_TYPE_INT } }, .count = 1 } },
	  "a row without its model" },
	{ "a row of another width",
	  FAKE_TRANSACTIONAL,
	  { { .kind = WIRE_ADD,
	      .model = &no_key,
	      .values = { { .type = GLIM_TYPE_INT }, { .type = GLIM_TYPE_INT } },
	      .count = 2 } },
	  "a row without its model" },
	{ "what is no request",
	  FAKE_TRANSACTIONAL,
	  { { .kind = WIRE_RESULT } },
	  "an unknown request" },
};

/* faults: 80 82 87 91 */
START_TEST(what_breaks_a_rule_is_not_sent)
{
	const struct misuse_case *given = &cases[_i];
	struct scene scene;

	scene_start(&scene, given->kind, given->script);
	ck_assert_msg(!scene_run(&scene, DIRECTION_RUN, NULL), "%s is accepted", given->title);
	ck_assert_msg(strstr(scene.error.says, given->says) != NULL, "%s: %s", given->title,
		      scene.error.says);
	ck_assert_str_eq(error_slug(scene.error.code), "plugin-error");
	ck_assert_int_eq(error_exit_code(&scene.error), 1);
	ck_assert_msg(!given->unsent || !strstr(fake_log(), given->unsent), "%s\n%s", given->title,
		      fake_log());
	ck_assert_uint_eq(fake_effects(NULL), 0);
	ck_assert_str_eq(scene_state(), "failed");
	scene_finish(&scene);
}
END_TEST

/* What is refused in the middle: the guest hears of it, and nothing later is sent. */
START_TEST(the_first_failure_sticks)
{
	const struct fake_request script[] = {
		EXEC("COMMIT"), EXEC(ROW), QUERY(READ), TRY(ROW), BEGIN, SCRIPT(ROW), ASK_FLUSH, {},
	};
	struct scene scene;

	scene_start(&scene, FAKE_TRANSACTIONAL, script);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_uint_eq(guest.reply_count, 7);
	for (size_t i = 0; i < guest.reply_count; i++) {
		ck_assert_int_eq(guest.replies[i].status, GLIM_MISUSE);
		ck_assert_str_eq(guest.messages[i], guest.messages[0]);
	}
	ck_assert_int_eq(guest.replies[3].code, -1);
	ck_assert_ptr_null(strstr(fake_log(), ROW));
	ck_assert_str_eq(scene.error.sql, "COMMIT");
	ck_assert_str_eq(scene.error.at, "m.c:1");
	ck_assert_uint_eq(scene.result.step, 1);
	scene_finish(&scene);
}
END_TEST

static const struct clear_case {
	const char *title;
	struct fake_request script[6];
	enum failure_kind kind; /* of the fault at the call of the third request */
	bool forgiven;
} clears[] = {
	{ "without a rollback", { BEGIN, EXEC("INSERT INTO refused VALUES (1)"), CLEAR } },
	{ "outside of a begin", { EXEC("INSERT INTO refused VALUES (1)"), ROLLBACK, CLEAR } },
	{ "after the rollback",
	  { BEGIN, EXEC("INSERT INTO refused VALUES (1)"), ROLLBACK, CLEAR },
	  FAILURE_NONE,
	  true },
	{ "its own failure", { BEGIN, FAIL("no"), ROLLBACK, CLEAR }, FAILURE_NONE, true },
	{ "a rollback too many",
	  { BEGIN, EXEC("INSERT INTO refused VALUES (1)"), ROLLBACK, ROLLBACK, CLEAR } },
	{ "a deadlock", { BEGIN, EXEC(ROW), ROLLBACK, CLEAR }, FAILURE_CONFLICT },
	{ "a cancelled statement", { BEGIN, EXEC(ROW), ROLLBACK, CLEAR }, FAILURE_CANCELLED },
	{ "a lost connection", { BEGIN, EXEC(ROW), ROLLBACK, CLEAR }, FAILURE_LOST },
};

START_TEST(which_failures_can_be_cleared)
{
	const struct clear_case *given = &clears[_i];
	struct scene scene;

	scene_start(&scene, FAKE_TRANSACTIONAL, given->script);
	ck_assert(scene_plan(&scene, DIRECTION_RUN, NULL));
	fake_forget_log();
	/* A deadlock is tried again, so it comes again. */
	if (given->kind != FAILURE_NONE)
		fake.fault_of_sql = (struct fake_sql_fault){ ROW, given->kind };
	ck_assert_msg(scene_execute(&scene, DIRECTION_RUN) == given->forgiven, "%s", given->title);
	ck_assert_uint_eq(fake_effects(NULL), 0);
	ck_assert_str_eq(scene_state(), given->forgiven ? "applied" : "failed");
	scene_finish(&scene);
}
END_TEST

static const char *const readings[] = {
	"SELECT * FROM glim_migrations",
	"INSERT INTO t SELECT 'glim_migrations'",
	"INSERT INTO glim_users VALUES (1)",
};

START_TEST(what_only_looks_like_the_history_is_sent)
{
	const struct fake_request script[] = { EXEC(readings[_i]), {} };
	struct scene scene;

	scene_start(&scene, FAKE_TRANSACTIONAL, script);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s", scene.error.says);
	scene_finish(&scene);
}
END_TEST

Suite *misuse_suite(void);
Suite *misuse_suite(void)
{
	Suite *suite = suite_create("misuse");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, what_breaks_a_rule_is_not_sent, 0, COUNT(cases));
	tcase_add_test(all, the_first_failure_sticks);
	tcase_add_loop_test(all, which_failures_can_be_cleared, 0, COUNT(clears));
	tcase_add_loop_test(all, what_only_looks_like_the_history_is_sent, 0, COUNT(readings));
	suite_add_tcase(suite, all);
	return suite;
}
