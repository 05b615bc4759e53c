/* How a guest ended: what the record says, what the operator is told, and by which exit code. */
#include <check.h>
#include <signal.h>
#include <string.h>

#include "scene.h"
#include "script.h"

static const struct ending_case {
	const char *title;
	enum fake_kind kind;
	enum direction direction;
	struct fake_request script[5];
	struct host_result result;
	const char *broken, *refused;
	/* Expected: */
	const char *slug;
	int exit_code;
	const char *message, *says, *at, *state_line, *next;
	const char *state; /* of the record */
	enum execution_after after;
} cases[] = {
	{ "a crash",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { EXEC(ROW) },
	  { .end = HOST_CRASHED, .reason = "was killed by SIGSEGV", .file = "m.c", .line = 9 },
	  NULL,
	  NULL,
	  "plugin-crash",
	  1,
	  "AddUser crashed in run(), after step 1",
	  "AddUser was killed by SIGSEGV",
	  "m.c:9",
	  "everything it did was undone; AddUser is marked failed",
	  "fix the plugin, then: glim migration:run",
	  "failed",
	  AFTER_UNDONE },
	{ "a crash in a rollback",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_ROLLBACK,
	  { EXEC(ROW) },
	  { .end = HOST_CRASHED, .reason = "was killed by SIGSEGV" },
	  NULL,
	  NULL,
	  "plugin-crash",
	  1,
	  "AddUser crashed in rollback(), after step 1",
	  "SIGSEGV",
	  NULL,
	  "everything it did was undone; AddUser stays applied",
	  "fix its rollback(), then: glim migration:repair AddUser --accept-checksum --reason "
	  "\"why\"",
	  "applied",
	  AFTER_UNDONE },
	{ "a crash behind a boundary",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  { EXEC(TABLE), EXEC(ROW) },
	  { .end = HOST_CRASHED, .reason = "was killed by SIGABRT" },
	  NULL,
	  NULL,
	  "plugin-crash",
	  1,
	  "AddUser crashed in run(), after step 2",
	  "SIGABRT",
	  NULL,
	  "step 1 stays (MariaDB cannot undo it); AddUser is marked failed",
	  "resumes at step 2",
	  "failed",
	  AFTER_PARTIAL },
	{ "exit()",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { EXEC(ROW) },
	  { .end = HOST_EXITED, .reason = "left by exit without returning (exit status 0)" },
	  NULL,
	  NULL,
	  "plugin-crash",
	  1,
	  "AddUser left without an answer in run()",
	  "exit status 0",
	  NULL,
	  "everything it did was undone; AddUser is marked failed",
	  "fix the plugin",
	  "failed",
	  AFTER_UNDONE },
	{ "out of time",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { EXEC(ROW) },
	  { .end = HOST_TIMEOUT, .reason = "took longer than 60 s" },
	  NULL,
	  NULL,
	  "timeout",
	  1,
	  "AddUser took too long in run()",
	  "longer than 60 s",
	  NULL,
	  "everything it did was undone; AddUser is marked failed",
	  "fix the plugin",
	  "failed",
	  AFTER_UNDONE },
	{ "stopped by a signal",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { EXEC(ROW), { .kind = WIRE_EXEC, .sql = OTHER_ROW, .signal = SIGINT } },
	  {},
	  NULL,
	  NULL,
	  "cancelled",
	  130,
	  "AddUser was cancelled in run(), after step 1",
	  NULL,
	  NULL,
	  "everything it did was undone; AddUser is marked failed",
	  "to start again: glim migration:run",
	  "failed",
	  AFTER_UNDONE },
	{ "stopped behind a boundary",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  { EXEC(TABLE), { .kind = WIRE_EXEC, .sql = ROW, .signal = SIGTERM } },
	  {},
	  NULL,
	  NULL,
	  "cancelled",
	  143,
	  "AddUser was cancelled in run(), after step 1",
	  NULL,
	  NULL,
	  "step 1 stays",
	  "glim migration:run",
	  "failed",
	  AFTER_PARTIAL },
	{ "garbage",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { EXEC(ROW) },
	  { .end = HOST_BROKEN, .reason = "sent what is no request" },
	  NULL,
	  NULL,
	  "plugin-crash",
	  1,
	  "AddUser sent what is no request in run()",
	  NULL,
	  NULL,
	  "everything it did was undone; AddUser is marked failed",
	  "fix the plugin",
	  "failed",
	  AFTER_UNDONE },
	{ "never loaded",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  {},
	  { .end = HOST_NOT_LOADED, .reason = "could not be loaded: undefined symbol: x" },
	  NULL,
	  NULL,
	  "plugin-refused",
	  1,
	  "AddUser could not be loaded in run()",
	  "undefined symbol: x",
	  NULL,
	  "everything it did was undone; AddUser is marked failed",
	  "fix the plugin",
	  "failed",
	  AFTER_UNDONE },
	{ "it returned 1",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { EXEC(ROW) },
	  { .end = HOST_DONE, .returned = 1 },
	  NULL,
	  NULL,
	  "plugin-error",
	  1,
	  "AddUser failed in run(), after step 1",
	  "run() returned 1",
	  NULL,
	  "everything it did was undone; AddUser is marked failed",
	  "fix the plugin",
	  "failed",
	  AFTER_UNDONE },
	{ "it says why it fails",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { EXEC(ROW), FAIL("2 users share a name") },
	  { .end = HOST_DONE, .returned = 1 },
	  NULL,
	  NULL,
	  "plugin-error",
	  1,
	  "AddUser failed in run()",
	  "2 users share a name",
	  NULL,
	  "everything it did was undone; AddUser is marked failed",
	  "fix the plugin",
	  "failed",
	  AFTER_UNDONE },
	{ "it overlooks an SQL error",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { EXEC(ROW), EXEC("INSERT INTO refused VALUES (1)"), EXEC(OTHER_ROW) },
	  {},
	  NULL,
	  NULL,
	  "sql",
	  1,
	  "AddUser failed in run(), step 2",
	  "SQLite 1064: You have an error",
	  "m.c:2",
	  "everything it did was undone; AddUser is marked failed",
	  "fix the plugin",
	  "failed",
	  AFTER_UNDONE },
	{ "a refused first boundary",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  { EXEC("CREATE INDEX refused ON t (x)") },
	  {},
	  NULL,
	  NULL,
	  "sql",
	  1,
	  "AddUser failed in run(), step 1",
	  "MariaDB 1064",
	  "m.c:1",
	  "everything it did was undone; AddUser is marked failed",
	  "fix the plugin",
	  "failed",
	  AFTER_UNDONE },
	{ "a refused first boundary of a rollback",
	  FAKE_BOUNDARY,
	  DIRECTION_ROLLBACK,
	  { EXEC("DROP INDEX refused ON t") },
	  {},
	  NULL,
	  NULL,
	  "sql",
	  1,
	  "AddUser failed in rollback(), step 1",
	  "MariaDB 1064",
	  "m.c:1",
	  "everything it did was undone; AddUser stays applied",
	  "fix its rollback()",
	  "applied",
	  AFTER_UNDONE },
	{ "a later boundary is refused",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  { EXEC(ROW), EXEC(TABLE), EXEC("CREATE INDEX refused ON u (x)") },
	  {},
	  NULL,
	  NULL,
	  "sql",
	  1,
	  "AddUser failed in run(), step 3",
	  "MariaDB 1064",
	  "m.c:3",
	  "steps 1 and 2 stay (MariaDB cannot undo them); AddUser is marked failed",
	  "resumes at step 3",
	  "failed",
	  AFTER_PARTIAL },
	{ "the guest itself is gone",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { EXEC(ROW) },
	  {},
	  "the process that AddUser ran under was killed by SIGKILL",
	  NULL,
	  "plugin-crash",
	  1,
	  "AddUser crashed in run()",
	  "the process that AddUser ran under was killed by SIGKILL",
	  NULL,
	  "everything it did was undone; AddUser is marked failed",
	  "fix the plugin",
	  "failed",
	  AFTER_UNDONE },
};

static bool has(const char *text, const char *part)
{
	return !part || (text && strstr(text, part));
}

static void expect(const struct ending_case *given, const struct scene *scene)
{
	const struct error *error = &scene->error;

	ck_assert_msg(strcmp(error_slug(error->code), given->slug) == 0 &&
			      error_exit_code(error) == given->exit_code,
		      "%s: %s, exit %d", given->title, error_slug(error->code),
		      error_exit_code(error));
	ck_assert_msg(has(error->message, given->message), "%s: %s", given->title, error->message);
	ck_assert_msg(has(error->says, given->says), "%s: says %s", given->title, error->says);
	if (given->broken)
		ck_assert_str_eq(error->says, given->says);
	ck_assert_msg(has(error->at, given->at), "%s: at %s", given->title, error->at);
	ck_assert_msg(has(error->state, given->state_line), "%s: state %s", given->title,
		      error->state);
	ck_assert_msg(has(error->next[0], given->next), "%s: next %s", given->title,
		      error->next[0]);
}

static void expect_record(const struct ending_case *given, const struct scene *scene)
{
	const struct fake_row *log = store_find(&fake.committed, "glim_log", "event", "failed");
	const char *error = row_text(log, "error");

	ck_assert_str_eq(scene_state(), given->state);
	ck_assert_int_eq(scene->result.after, given->after);
	ck_assert_msg(log != NULL, "%s is not in the log", given->title);
	ck_assert_str_eq(row_text(log, "direction"), direction_name(given->direction));
	ck_assert_str_eq(row_text(log, "applied_by"), "ana@laptop");
	ck_assert_msg(has(error, given->kind == FAKE_TRANSACTIONAL && given->result.reason
					 ? given->result.reason
					 : NULL),
		      "%s: %s", given->title, error);
	if (given->says && strstr(given->says, "() returned "))
		ck_assert_msg(has(error, given->says), "%s: %s", given->title, error);
	ck_assert_uint_eq(store_count(&fake.committed, "glim_steps", NULL, NULL) > 0,
			  given->after == AFTER_PARTIAL);
}

/* faults: 54 59 60 61 76 77 78 81 */
START_TEST(every_end_is_told_and_recorded)
{
	const struct ending_case *given = &cases[_i];
	struct scene scene;

	scene_start(&scene, given->kind, given->script);
	guest.result = given->result;
	guest.broken = given->broken;
	if (given->direction == DIRECTION_ROLLBACK)
		scene_record(&scene, "applied");
	ck_assert_msg(!scene_run(&scene, given->direction, NULL), "%s", given->title);
	expect(given, &scene);
	expect_record(given, &scene);
	scene_finish(&scene);
}
END_TEST

START_TEST(what_happens_behind_its_return_undoes_nothing)
{
	static const struct fake_request script[] = { EXEC(ROW), { 0 } };
	struct scene scene;

	scene_start(&scene, FAKE_TRANSACTIONAL, script);
	guest.ends_with = "was killed by SIGSYS after it had returned";
	ck_assert(scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_str_eq(scene_state(), "applied");
	scene_finish(&scene);
}
END_TEST

Suite *ending_suite(void);
Suite *ending_suite(void)
{
	Suite *suite = suite_create("ending");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, every_end_is_told_and_recorded, 0, COUNT(cases));
	tcase_add_test(all, what_happens_behind_its_return_undoes_nothing);
	suite_add_tcase(suite, all);
	return suite;
}
