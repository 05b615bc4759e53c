/* The exact order in which a migration's SQL reaches the database. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "scene.h"
#include "script.h"

static const struct column columns[] = {
	{ .name = "id", .type = GLIM_COLUMN_BIGINT, .primary_key = true, .not_null = true },
	{ .name = "name", .type = GLIM_COLUMN_STRING, .length = 20, .index = true },
};
static const struct model users = { "User", "users", columns, 2 };

/* The parts that every migration has; <begin> is the dialect's own word. */
#define OPEN PLAIN GUARD
/* Nothing but the runner's own is in it, or what cannot end it. */
#define PLAIN "<begin>\n"
#define GUARD "SAVEPOINT glim_canary\n"
#define CHECK "RELEASE SAVEPOINT glim_canary\n"
#define CLOSE "COMMIT\n"
/* A boundary: what came before is committed together with the news that it is sent. */
#define FIRST(n)      "- step\n+ record running\n+ step " n " started\n" CLOSE
#define STARTED(n)    CHECK FIRST(n)
#define BETWEEN(n, m) CHECK "~ step " n " done\n+ step " m " started\n" CLOSE
#define RECORDED      "+ record applied\n+ log run\n" CLOSE
#define APPLIED       CHECK RECORDED
#define NOW_RECORDED  "- step\n~ record applied\n+ log run\n" CLOSE
#define NOW_APPLIED   CHECK NOW_RECORDED
#define SAVE(n)       "SAVEPOINT glim_" n "\n"
#define UNSAVE(n)     "RELEASE SAVEPOINT glim_" n "\n"
#define BACK(n)       "ROLLBACK TO SAVEPOINT glim_" n "\n" UNSAVE(n)

struct order_case {
	const char *title;
	enum fake_kind kind;
	enum direction direction;
	struct fake_request script[8];
	const char *expected;
};

static const struct order_case cases[] = {
	{ "no statement", FAKE_TRANSACTIONAL, DIRECTION_RUN, {}, PLAIN RECORDED },
	{ "no statement, where DDL is a boundary",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  {},
	  PLAIN RECORDED },
	{ "effect and record are one transaction",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { EXEC(ROW), EXEC(TABLE) },
	  OPEN ROW "\n" TABLE "\n" APPLIED },
	{ "rows only, where DDL is a boundary",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  { EXEC(ROW), EXEC(OTHER_ROW) },
	  PLAIN ROW "\n" OTHER_ROW "\n" RECORDED },
	{ "a rollback",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_ROLLBACK,
	  { EXEC(DROP), EXEC("DELETE FROM t") },
	  OPEN DROP "\nDELETE FROM t\n" CHECK "- record\n+ log rollback\n" CLOSE },
	{ "a rollback without a statement",
	  FAKE_BOUNDARY,
	  DIRECTION_ROLLBACK,
	  {},
	  PLAIN "- record\n+ log rollback\n" CLOSE },
	{ "a boundary is announced before it is sent",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  { EXEC(TABLE) },
	  PLAIN FIRST("1") TABLE "\n" PLAIN NOW_RECORDED },
	{ "a rollback over a boundary",
	  FAKE_BOUNDARY,
	  DIRECTION_ROLLBACK,
	  { EXEC(DROP) },
	  PLAIN "- step\n~ record running\n+ step 1 started\n" CLOSE DROP "\n" PLAIN
		"- step\n- record\n+ log rollback\n" CLOSE },
	{ "rows, a boundary, rows, a boundary",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  { EXEC(ROW), EXEC(TABLE), EXEC(OTHER_ROW), EXEC(COLUMN) },
	  PLAIN ROW "\n" GUARD STARTED("2") TABLE "\n" PLAIN OTHER_ROW "\n" GUARD BETWEEN("2", "4")
		  COLUMN "\n" PLAIN NOW_RECORDED },
	{ "a try stands in a savepoint of its own",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { TRY(ROW), TRY("INSERT INTO refused VALUES (1)"), EXEC(OTHER_ROW) },
	  OPEN SAVE("1") ROW "\n" UNSAVE("1") SAVE("1") "INSERT INTO refused VALUES (1)\n" BACK("1")
		  OTHER_ROW "\n" APPLIED },
	{ "a boundary that is tried and refused",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  { TRY("CREATE INDEX refused ON t (x)"), EXEC(ROW) },
	  PLAIN FIRST("1") "CREATE INDEX refused ON t (x)\n" PLAIN ROW "\n" NOW_RECORDED },
	{ "savepoints nest",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { BEGIN, EXEC(ROW), BEGIN, EXEC(OTHER_ROW), ROLLBACK, COMMIT },
	  OPEN SAVE("1") ROW "\n" SAVE("2") OTHER_ROW "\n" BACK("2") UNSAVE("1") APPLIED },
	{ "a failure that is rolled back and cleared",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  { BEGIN, EXEC("INSERT INTO refused VALUES (1)"), EXEC(ROW), ROLLBACK, CLEAR,
	    EXEC(OTHER_ROW) },
	  OPEN SAVE("1") "INSERT INTO refused VALUES (1)\n" BACK("1") OTHER_ROW "\n" APPLIED },
	{ "a script's statements are steps",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  { SCRIPT(ROW ";\n" TABLE ";\n-- the end\n" OTHER_ROW) },
	  PLAIN ROW "\n" GUARD STARTED("2") TABLE "\n" PLAIN OTHER_ROW "\n" NOW_RECORDED },
	{ "a query and marks",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { QUERY(READ),
	    { .kind = WIRE_EXEC,
	      .sql = "INSERT INTO t VALUES (?, '?', ?\?)",
	      .values = { { .type = GLIM_TYPE_INT } },
	      .count = 1 } },
	  OPEN READ "\nINSERT INTO t VALUES (?, '?', ?)\n" APPLIED },
	{ "a table and rows of a model",
	  FAKE_TRANSACTIONAL,
	  DIRECTION_RUN,
	  { { .kind = WIRE_CREATE_TABLE, .model = &users },
	    { .kind = WIRE_ADD,
	      .model = &users,
	      .values = { { .type = GLIM_TYPE_INT }, { .type = GLIM_TYPE_END } },
	      .count = 2 },
	    { .kind = WIRE_UPDATE,
	      .model = &users,
	      .values = { { .type = GLIM_TYPE_INT }, { .type = GLIM_TYPE_NULL } },
	      .count = 2 },
	    { .kind = WIRE_REMOVE,
	      .model = &users,
	      .values = { { .type = GLIM_TYPE_INT }, { .type = GLIM_TYPE_END } },
	      .count = 2 },
	    { .kind = WIRE_SELECT,
	      .model = &users,
	      .sql = "id = ?",
	      .values = { { .type = GLIM_TYPE_INT } },
	      .count = 1 },
	    { .kind = WIRE_SELECT, .model = &users },
	    { .kind = WIRE_DROP_TABLE, .model = &users } },
	  OPEN "CREATE TABLE \"users\" (\n\t\"id\" BIGINT NOT NULL,\n\t\"name\" VARCHAR(20),\n"
	       "\tPRIMARY KEY (\"id\")\n)\n"
	       "CREATE INDEX \"ix_users_name\" ON \"users\" (\"name\")\n"
	       "INSERT INTO \"users\" (\"id\") VALUES (?)\n"
	       "UPDATE \"users\" SET \"name\" = ? WHERE `id` = ?\n"
	       "DELETE FROM \"users\" WHERE `id` = ?\n"
	       "SELECT `id`, `name` FROM \"users\" WHERE id = ?\n"
	       "SELECT `id`, `name` FROM \"users\"\n"
	       "DROP TABLE \"users\"\n" APPLIED },
	{ "a table of a model, where DDL is a boundary",
	  FAKE_BOUNDARY,
	  DIRECTION_RUN,
	  { { .kind = WIRE_DROP_TABLE, .model = &users } },
	  PLAIN FIRST("1") "DROP TABLE `users`\n" PLAIN NOW_RECORDED },
};

static char *spell(const char *expected)
{
	struct text out = { 0 };

	for (; *expected; expected++)
		if (strncmp(expected, "<begin>", 7) == 0) {
			text_add(&out, fake.dialect->begin);
			expected += 6;
		} else {
			text_add_char(&out, *expected);
		}
	return text_take(&out);
}

START_TEST(statements_come_in_this_order)
{
	const struct order_case *given = &cases[_i];
	struct scene scene;
	char *expected;

	scene_start(&scene, given->kind, given->script);
	if (given->direction == DIRECTION_ROLLBACK)
		scene_record(&scene, "applied");
	ck_assert_msg(scene_run(&scene, given->direction, NULL), "%s: %s", given->title,
		      scene.error.message);
	expected = spell(given->expected);
	ck_assert_msg(strcmp(fake_log(), expected) == 0, "%s\nexpected:\n%s\nfound:\n%s",
		      given->title, expected, fake_log());
	free(expected);
	ck_assert_ptr_null(fake.announced);
	scene_finish(&scene);
}
END_TEST

START_TEST(what_is_answered)
{
	const struct fake_request script[] = {
		EXEC(ROW), QUERY(READ), TRY("INSERT INTO refused VALUES (1)"),
		TRY(ROW),  ASK_FLUSH,   {},
	};
	struct scene scene;

	scene_start(&scene, FAKE_TRANSACTIONAL, script);
	ck_assert(scene_run(&scene, DIRECTION_RUN, NULL));
	ck_assert_str_eq(text_get(&guest.rows), "id name|1 one|2 NULL|");
	ck_assert_int_eq(guest.replies[0].changes, 1);
	ck_assert_int_eq(guest.replies[0].last_id, 7);
	ck_assert_int_eq(guest.replies[2].code, 1064);
	ck_assert_int_eq(guest.replies[2].status, GLIM_OK);
	ck_assert_int_eq(guest.replies[3].code, 0);
	ck_assert_int_eq(guest.replies[4].status, GLIM_OK);
	ck_assert_uint_eq(scene.result.statements, 4);
	scene_finish(&scene);
}
END_TEST

START_TEST(the_guest_is_told_what_to_do)
{
	const bool back = _i;
	struct scene scene;

	scene_start(&scene, FAKE_BOUNDARY, (const struct fake_request[]){ {} });
	scene.entry.facts.timeout = back ? 9 : 0;
	if (back)
		scene_record(&scene, "applied");
	ck_assert(scene_run(&scene, back ? DIRECTION_ROLLBACK : DIRECTION_RUN, NULL));
	ck_assert_str_eq(guest.task.driver, "mysql");
	ck_assert_int_eq(guest.task.verb, back ? WIRE_VERB_ROLLBACK : WIRE_VERB_RUN);
	ck_assert_int_eq(guest.task.timeout, back ? 9000000 : 0);
	scene_finish(&scene);
}
END_TEST

Suite *order_suite(void);
Suite *order_suite(void)
{
	Suite *suite = suite_create("order");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, statements_come_in_this_order, 0, COUNT(cases));
	tcase_add_test(all, what_is_answered);
	tcase_add_loop_test(all, the_guest_is_told_what_to_do, 0, 2);
	suite_add_tcase(suite, all);
	return suite;
}
