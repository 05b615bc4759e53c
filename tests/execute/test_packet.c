/* What travels together, in which order, and whose failure it is when it fails. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "scene.h"
#include "script.h"

#define BARE  "START TRANSACTION"
#define GUARD "SAVEPOINT glim_canary"
#define OPEN  BARE " | " GUARD
#define CHECK "RELEASE SAVEPOINT glim_canary"
#define DONE  "+ record applied | + log run | COMMIT"
#define END   CHECK " | " DONE
#define ROWS                                                                                       \
	{                                                                                          \
		.kind = WIRE_EXEC, .sql = ROW, .times = 100                                        \
	}
#define ONE_VALUE(text)                                                                            \
	{                                                                                          \
		.kind = WIRE_EXEC, .sql = (text), .values = { { .type = GLIM_TYPE_INT } },         \
		.count = 1                                                                         \
	}

static const struct {
	const char *title;
	enum direction direction;
	struct fake_request script[8];
	const char *expected;
} cases[] = {
	{ "nothing is asked",
	  DIRECTION_RUN,
	  {},
	  "START TRANSACTION | + record applied | + log run | COMMIT" },
	{ "one statement cannot end the transaction, so nothing guards it",
	  DIRECTION_RUN,
	  { EXEC(ROW) },
	  BARE " | " ROW " | " DONE },
	{ "with values",
	  DIRECTION_RUN,
	  { ONE_VALUE("INSERT INTO t VALUES (?)") },
	  BARE " | INSERT INTO t VALUES (?) | " DONE },
	{ "comments and semicolons stay behind",
	  DIRECTION_RUN,
	  { EXEC("INSERT INTO t VALUES (1); -- one"), EXEC("/* a */ UPDATE t SET x = 2 # two") },
	  BARE " | INSERT INTO t VALUES (1) | UPDATE t SET x = 2 | " DONE },
	{ "a script",
	  DIRECTION_RUN,
	  { SCRIPT(ROW ";\n" OTHER_ROW ";") },
	  BARE " | " ROW " | " OTHER_ROW " | " DONE },
	{ "what is asked is sent first",
	  DIRECTION_RUN,
	  { EXEC(ROW), ASK_FLUSH, EXEC(OTHER_ROW) },
	  BARE " | " ROW " | " GUARD "\n" OTHER_ROW " | " END },
	{ "a flush of nothing",
	  DIRECTION_RUN,
	  { ASK_FLUSH, EXEC(ROW) },
	  BARE " | " ROW " | " DONE },
	{ "a query stands alone, and is guarded",
	  DIRECTION_RUN,
	  { EXEC(ROW), QUERY(READ), EXEC(OTHER_ROW) },
	  BARE " | " ROW " | " GUARD "\n" READ "\n" OTHER_ROW " | " END },
	{ "so is a try",
	  DIRECTION_RUN,
	  { EXEC(ROW), TRY(OTHER_ROW), EXEC(ROW) },
	  BARE " | " ROW " | " GUARD "\nSAVEPOINT glim_1\n" OTHER_ROW
	       "\nRELEASE SAVEPOINT glim_1\n" ROW " | " END },
	{ "a boundary stands alone",
	  DIRECTION_RUN,
	  { EXEC(ROW), EXEC(TABLE), EXEC(OTHER_ROW) },
	  BARE " | " ROW " | " GUARD "\n" CHECK
	       " | - step | + record running | + step 2 started | COMMIT\n" TABLE "\n" BARE
	       " | " OTHER_ROW " | - step | ~ record applied | + log run | COMMIT" },
	{ "so do statements that change the session, and all behind them",
	  DIRECTION_RUN,
	  { EXEC(ROW), EXEC("SET SESSION sql_mode = 'ANSI'"), EXEC(OTHER_ROW) },
	  BARE " | " ROW " | " GUARD "\nSET SESSION sql_mode = 'ANSI'\n" OTHER_ROW "\n" CHECK
	       "\n+ record applied\n+ log run\nCOMMIT" },
	{ "variables and reads",
	  DIRECTION_RUN,
	  { EXEC("SET @a = 1"), EXEC("SELECT 1"), EXEC("DO SLEEP(0)"), EXEC(ROW) },
	  OPEN "\nSET @a = 1\nSELECT 1\nDO SLEEP(0)\n" ROW " | " END },
	{ "savepoints of its own",
	  DIRECTION_RUN,
	  { BEGIN, EXEC(ROW), COMMIT, EXEC(OTHER_ROW) },
	  OPEN "\nSAVEPOINT glim_1\n" ROW "\nRELEASE SAVEPOINT glim_1\n" OTHER_ROW " | " END },
	{ "a row that has to be there is held, and COMMIT travels along",
	  DIRECTION_ROLLBACK,
	  { EXEC("DELETE FROM t") },
	  BARE " | DELETE FROM t | - record | + log rollback | COMMIT" },
};

START_TEST(these_travel_together)
{
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, cases[_i].script);
	if (cases[_i].direction == DIRECTION_ROLLBACK)
		scene_record(&scene, "applied");
	ck_assert_msg(scene_run(&scene, cases[_i].direction, NULL), "%s: %s", cases[_i].title,
		      scene.error.message);
	ck_assert_msg(strcmp(fake_trips(), cases[_i].expected) == 0,
		      "%s\nexpected:\n%s\nfound:\n%s", cases[_i].title, cases[_i].expected,
		      fake_trips());
	scene_finish(&scene);
}
END_TEST

/* Which parts are answered at once, and which would come again if the transaction were lost. */
static const struct {
	const char *title;
	int64_t limit;
	struct fake_request script[4];
	const char *parts;
} parts[] = {
	{ "one statement", 0, { EXEC(ROW) }, " q q q qa qa -" },
	{ "two", 0, { EXEC(ROW), EXEC(ROW) }, " q q - q qa qa -" },
	{ "whose time is limited", 60000000, { EXEC(ROW) }, " q q - qa qa -" },
	{ "none", 0, {}, " q qa qa -" },
	{ "behind a boundary", 0, { EXEC(TABLE), EXEC(ROW) }, " q q q q - q q q q q q q -" },
};

START_TEST(what_nobody_waits_for_is_answered_at_the_end)
{
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, parts[_i].script);
	scene.db->statement_timeout = parts[_i].limit;
	ck_assert(scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_msg(strcmp(text_get(&fake.parts), parts[_i].parts) == 0, "%s:%s", parts[_i].title,
		      text_get(&fake.parts));
	scene_finish(&scene);
}
END_TEST

static size_t lines_of(const char *text)
{
	size_t lines = *text != '\0';

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

/* Of one line, which `at` is moved behind. */
static size_t statements_of(const char **at)
{
	size_t count = 1;

	for (; **at && **at != '\n'; ++*at)
		count += strncmp(*at, " | ", 3) == 0;
	*at += **at == '\n';
	return count;
}

START_TEST(a_packet_has_an_end)
{
	const struct fake_request script[] = { ROWS, {} };
	struct scene scene;
	const char *at;

	scene_start(&scene, FAKE_BOUNDARY, script);
	ck_assert(scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_uint_eq(lines_of(fake_trips()), 2);
	for (at = fake_trips(); *at;)
		ck_assert_uint_le(statements_of(&at), PACKET_STATEMENTS);
	ck_assert_uint_eq(fake_effects(ROW), 100);
	ck_assert_uint_eq(scene.result.statements, 100);
	scene_finish(&scene);
}
END_TEST

/* Large statements fill a packet sooner; one that is larger than a packet goes all the same. */
START_TEST(a_packet_has_a_size)
{
	static char large[30000 + 40], larger[2 * PACKET_BYTES];
	const struct fake_request script[] = { EXEC(large),  EXEC(large), EXEC(large),
					       EXEC(larger), EXEC(large), {} };
	struct scene scene;

	snprintf(large, sizeof large, "INSERT INTO t VALUES ('%030000d')", 0);
	snprintf(larger, sizeof larger, "INSERT INTO t VALUES ('%0*d')", 2 * PACKET_BYTES - 60, 0);
	scene_start(&scene, FAKE_BOUNDARY, script);
	ck_assert(scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_uint_eq(lines_of(fake_trips()), 4);
	ck_assert_uint_eq(fake_effects(NULL), 5);
	scene_finish(&scene);
}
END_TEST

/* ---- Failures ---- */

static const struct {
	const char *title;
	struct fake_request script[8];
	unsigned step;
	const char *site, *sql;
} failures[] = {
	{ "the first of three",
	  { EXEC("INSERT INTO refused VALUES (1)"), EXEC(ROW), EXEC(OTHER_ROW) },
	  1,
	  "m.c:1",
	  "INSERT INTO refused VALUES (1)" },
	{ "the second of three",
	  { EXEC(ROW), EXEC("INSERT INTO refused VALUES (1)"), EXEC(OTHER_ROW) },
	  2,
	  "m.c:2",
	  "INSERT INTO refused VALUES (1)" },
	{ "found by a query",
	  { EXEC(ROW), EXEC("INSERT INTO refused VALUES (1)"), EXEC(OTHER_ROW), QUERY(READ) },
	  2,
	  "m.c:2",
	  "INSERT INTO refused VALUES (1)" },
	{ "found by a boundary, which is never sent",
	  { EXEC(ROW), EXEC("INSERT INTO refused VALUES (1)"), EXEC(OTHER_ROW), EXEC(TABLE) },
	  2,
	  "m.c:2",
	  "INSERT INTO refused VALUES (1)" },
	{ "found by glim_fail()",
	  { EXEC("INSERT INTO refused VALUES (1)"), EXEC(ROW), FAIL("no") },
	  1,
	  "m.c:1",
	  "INSERT INTO refused VALUES (1)" },
	{ "of a script",
	  { EXEC(ROW), SCRIPT(ROW "; UPDATE refused SET x = 1; " OTHER_ROW) },
	  3,
	  "m.c:2",
	  "UPDATE refused SET x = 1" },
};

START_TEST(a_failure_names_its_own_step)
{
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, failures[_i].script);
	ck_assert_msg(!scene_run(&scene, DIRECTION_RUN, NULL), "%s", failures[_i].title);
	ck_assert_msg(scene.result.step == failures[_i].step, "%s: step %u", failures[_i].title,
		      scene.result.step);
	ck_assert_str_eq(scene.error.at, failures[_i].site);
	ck_assert_str_eq(scene.error.sql, failures[_i].sql);
	ck_assert_int_eq(scene.result.after, AFTER_UNDONE);
	ck_assert_uint_eq(fake_effects(NULL), 0);
	ck_assert_str_eq(scene_state(), "failed");
	scene_finish(&scene);
}
END_TEST

/* It returned 1 because of a statement that nobody has sent yet: that is what is told. */
START_TEST(what_it_returned_is_not_the_cause)
{
	const struct fake_request script[] = { EXEC("INSERT INTO refused VALUES (1)"), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	guest.result.returned = 1;
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_str_eq(scene.error.at, "m.c:1");
	scene_finish(&scene);
}
END_TEST

START_TEST(a_guest_that_dies_leaves_what_waits_unsent)
{
	const struct fake_request script[] = { EXEC(ROW), EXEC(OTHER_ROW), {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	guest.result.end = HOST_CRASHED;
	guest.result.reason = (char *)"was killed by SIGSEGV";
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_ptr_null(strstr(fake_trips(), ROW));
	scene_finish(&scene);
}
END_TEST

/* The answers of steps that waited: affected rows and ids are those of the last. */
START_TEST(a_flush_tells_what_the_last_one_did)
{
	const struct fake_request script[] = { EXEC(ROW), EXEC(OTHER_ROW), ASK_FLUSH, {} };
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, script);
	ck_assert(scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_int_eq(guest.replies[2].changes, 1);
	ck_assert_int_eq(guest.replies[2].last_id, 7);
	scene_finish(&scene);
}
END_TEST

/* Behind the step that failed the journal has nothing: a corrected plugin goes on there. */
START_TEST(the_journal_ends_with_the_step_that_failed)
{
	const struct fake_request script[] = {
		EXEC(TABLE),     BEGIN,    EXEC(ROW), EXEC("INSERT INTO refused VALUES (1)"),
		EXEC(OTHER_ROW), ROLLBACK, CLEAR,     {}
	};
	struct fake_request again[COUNT(script) + 2];
	struct scene scene;

	memcpy(again, script, sizeof script);
	again[COUNT(script) - 1] = (struct fake_request)EXEC(COLUMN);
	again[COUNT(script)] = (struct fake_request)EXEC("ALTER TABLE refused ADD y INT");
	again[COUNT(script) + 1] = (struct fake_request){ 0 };
	scene_start(&scene, FAKE_BOUNDARY, again);
	ck_assert(!scene_run(&scene, DIRECTION_RUN, NULL));
	scene_end_process(&scene);
	again[COUNT(script)] = (struct fake_request)EXEC(OTHER_ROW);
	guest_start_script(again);
	ck_assert_msg(scene_run(&scene, DIRECTION_RUN, NULL), "%s", scene.error.message);
	ck_assert_uint_eq(fake_effects(TABLE), 1);
	ck_assert_uint_eq(fake_effects(COLUMN), 1);
	ck_assert_uint_eq(fake_effects(ROW), 0);
	ck_assert_uint_eq(fake_effects(OTHER_ROW), 1);
	scene_finish(&scene);
}
END_TEST

/* A signal ends the session in which the packet is; what became of it is asked of the record. */
START_TEST(a_signal_ends_the_session_of_a_packet)
{
	const struct fake_request script[] = { EXEC(ROW), EXEC(OTHER_ROW), {} };

	for (size_t at = 1; at < 8; at++) {
		struct scene scene;

		scene_start(&scene, FAKE_BOUNDARY, script);
		ck_assert(scene_plan(&scene, DIRECTION_RUN, NULL));
		fake_forget_log();
		fake.faults[0] = (struct fake_fault){ .at = at, .signal = 15 };
		ck_assert(!scene_execute(&scene, DIRECTION_RUN));
		ck_assert_int_eq(error_exit_code(&scene.error), 143);
		ck_assert_int_eq(scene.result.after, AFTER_UNDONE);
		ck_assert_uint_eq(fake_effects(NULL), 0);
		ck_assert_str_eq(scene_state(), "failed");
		scene_finish(&scene);
	}
}
END_TEST

Suite *packet_suite(void);
Suite *packet_suite(void)
{
	Suite *suite = suite_create("packet");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, what_nobody_waits_for_is_answered_at_the_end, 0,
			    sizeof parts / sizeof *parts);
	tcase_add_loop_test(all, these_travel_together, 0, COUNT(cases));
	tcase_add_test(all, a_packet_has_an_end);
	tcase_add_test(all, a_packet_has_a_size);
	tcase_add_loop_test(all, a_failure_names_its_own_step, 0, COUNT(failures));
	tcase_add_test(all, what_it_returned_is_not_the_cause);
	tcase_add_test(all, a_guest_that_dies_leaves_what_waits_unsent);
	tcase_add_test(all, a_flush_tells_what_the_last_one_did);
	tcase_add_test(all, the_journal_ends_with_the_step_that_failed);
	tcase_add_test(all, a_signal_ends_the_session_of_a_packet);
	suite_add_tcase(suite, all);
	return suite;
}
