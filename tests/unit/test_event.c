/* With --log json stderr holds events and nothing else. */
#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "dialect/dialect.h"
#include "output/output.h"
#include "progress/fields.h"
#include "statement/statement.h"
#include "unit/capture.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static void say_note(struct output *output)
{
	output_note(output, "a \"note\" of\ntwo lines");
}

static void say_warning(struct output *output)
{
	output_warning(output, "care");
}

static void say_detail(struct output *output)
{
	output_detail(output, "more");
}

static void say_plugin(struct output *output)
{
	output_plugin(output, "AddUser", "\xff\033\r\n", 4);
}

static void say_tool(struct output *output)
{
	output_tool(output, "make", "cc -c", 5);
}

static void say_error(struct output *output)
{
	struct error error = { 0 };

	error_set(&error, ERROR_LOCKED, "held");
	output_error(output, &error);
	ck_assert(output->error_told);
	error_finish(&error);
}

static void say_farewell(struct output *output)
{
	output_farewell_as(output);
	output_farewell("COMMIT");
	output_farewell_as(&(struct output){ 0 });
}

static void say_own(struct output *output)
{
	ck_assert(output_try_event(output, "progress", json_pack("{s:f}", "rate", 57.421)));
}

static const struct {
	void (*say)(struct output *);
	const char *fields;
} cases[] = {
	{ say_note, "\"event\":\"note\",\"message\":\"a \\\"note\\\" of\\ntwo lines\"}" },
	{ say_warning, "\"event\":\"warning\",\"message\":\"care\"}" },
	{ say_detail, "\"event\":\"note\",\"message\":\"more\"}" },
	{ say_plugin,
	  "\"event\":\"plugin\",\"migration\":\"AddUser\",\"message\":\"\\\\xff\\\\x1b\"}" },
	{ say_tool, "\"event\":\"tool\",\"name\":\"make\",\"message\":\"cc -c\"}" },
	{ say_error,
	  "\"event\":\"error\",\"error\":{\"code\":\"locked\",\"message\":\"held\",\"says\":null,"
	  "\"sqlstate\":null,\"native\":null,\"sql\":null,\"site\":null,\"state\":null,\"next\":[]}"
	  ","
	  "\"exit_code\":5}" },
	{ say_farewell,
	  "\"event\":\"warning\",\"message\":\"left at once; the database may still be "
	  "executing: COMMIT\",\"next\":[\"glim migration:status\"]}" },
	{ say_own, "\"event\":\"progress\",\"rate\":57.421}" },
};

START_TEST(each_line_is_an_event)
{
	struct output output = { .events = true, .verbose = 1 };
	struct capture err = capture_begin(STDERR_FILENO);
	const char *head = "{\"schema\":\"glim.event/1\",\"time\":\"";
	char *text;
	json_t *event;

	cases[_i].say(&output);
	text = capture_end(&err);
	ck_assert_int_eq(strncmp(text, head, strlen(head)), 0);
	ck_assert_uint_eq(strcspn(text, "\n"), strlen(text) - 1);
	text[strlen(text) - 1] = '\0';
	ck_assert_str_eq(strstr(text, "\"event\""), cases[_i].fields);
	event = json_loads(text, 0, NULL);
	ck_assert_ptr_nonnull(event);
	json_decref(event);
	free(text);
}
END_TEST

START_TEST(without_them_an_event_is_nothing)
{
	struct output output = { 0 };
	struct capture err = capture_begin(STDERR_FILENO);
	char *text;

	output_event(&output, "run.start", json_object());
	text = capture_end(&err);
	ck_assert_str_eq(text, "");
	free(text);
}
END_TEST

static const struct {
	struct progress_facts facts;
	const char *fields;
} facts[] = {
	{ { .name = "Fill", .elapsed = 5, .rate = -1, .left = -1 },
	  "{\"migration\":\"Fill\",\"elapsed_us\":5,\"step\":0,\"done\":null,\"total\":null,"
	  "\"rate\":null,\"left_us\":null,\"wait\":null,\"statement\":null,\"blocker\":null}" },
	{ { .name = "Fill",
	    .elapsed = 5,
	    .step = 2,
	    .counts = true,
	    .done = 1,
	    .total = 4,
	    .rate = 0.5,
	    .left = 6000000 },
	  "{\"migration\":\"Fill\",\"elapsed_us\":5,\"step\":2,\"done\":1,\"total\":4,\"rate\":0.5,"
	  "\"left_us\":6000000,\"wait\":null,\"statement\":null,\"blocker\":null}" },
	{ { .name = "Fill", .wait = "replica db2 is 9 s behind", .rate = -1, .left = -1 },
	  "{\"migration\":\"Fill\",\"elapsed_us\":0,\"step\":0,\"done\":null,\"total\":null,"
	  "\"rate\":null,\"left_us\":null,\"wait\":\"replica db2 is 9 s behind\","
	  "\"statement\":null,\"blocker\":null}" },
	{ { .name = "Copy",
	    .rate = -1,
	    .left = -1,
	    .asked = true,
	    .statement = { .state = "copy", .stage = 1, .stages = 2, .percent = 36.5 } },
	  "{\"migration\":\"Copy\",\"elapsed_us\":0,\"step\":0,\"done\":null,\"total\":null,"
	  "\"rate\":null,\"left_us\":null,\"wait\":null,\"statement\":{\"state\":\"copy\","
	  "\"stage\":1,"
	  "\"stages\":2,\"percent\":36.5,\"waits\":false},\"blocker\":null}" },
	{ { .name = "Copy",
	    .rate = -1,
	    .left = -1,
	    .asked = true,
	    .statement = { .state = "", .percent = -1, .waits = true },
	    .blocker = &(const struct statement_blocker){ .who = (char *)"connection 7",
							  .age = 9,
							  .is_sure = true } },
	  "{\"migration\":\"Copy\",\"elapsed_us\":0,\"step\":0,\"done\":null,\"total\":null,"
	  "\"rate\":null,\"left_us\":null,\"wait\":null,\"statement\":{\"state\":\"\",\"stage\":"
	  "null,"
	  "\"stages\":null,\"percent\":null,\"waits\":true},\"blocker\":{\"who\":\"connection 7\","
	  "\"age_us\":9,\"more\":0,\"sure\":true}}" },
};

START_TEST(what_is_not_known_is_null)
{
	json_t *fields = progress_fields(&facts[_i].facts);
	char *text = json_dumps(fields, JSON_COMPACT);

	ck_assert_str_eq(text, facts[_i].fields);
	free(text);
	json_decref(fields);
}
END_TEST

static const struct {
	const char *sql, *shown;
} secrets[] = {
	{ "CREATE USER a IDENTIFIED BY 'se''cret'", "CREATE USER a IDENTIFIED BY '***'" },
	{ "create user a identified via x using\n'hash' or y",
	  "create user a identified via x using "
	  "'***' or y" },
	{ "SET PASSWORD FOR a = PASSWORD(\"secret\")", "SET PASSWORD FOR a = PASSWORD('***')" },
	{ "INSERT INTO t (`password`, name) VALUES ('secret', 'b')",
	  "INSERT INTO t (`password`, name) VALUES ('***', '***')" },
	{ "INSERT INTO t VALUES ('identified by', 1)",
	  "INSERT INTO t VALUES ('identified by', 1)" },
	{ "SET PASSWORD = 'without end", "SET PASSWORD = '***'" },
};

START_TEST(a_password_in_a_statement_is_not_shown)
{
	char *shown = statement_show_masked(&dialect_mysql.lexis, secrets[_i].sql, 400);

	ck_assert_str_eq(shown, secrets[_i].shown);
	free(shown);
}
END_TEST

Suite *event_suite(void);
Suite *event_suite(void)
{
	Suite *suite = suite_create("event");
	TCase *tests = tcase_create("event");

	tcase_add_loop_test(tests, each_line_is_an_event, 0, COUNT(cases));
	tcase_add_test(tests, without_them_an_event_is_nothing);
	tcase_add_loop_test(tests, what_is_not_known_is_null, 0, COUNT(facts));
	tcase_add_loop_test(tests, a_password_in_a_statement_is_not_shown, 0, COUNT(secrets));
	suite_add_tcase(suite, tests);
	return suite;
}
