/* The two streams, the error block, colours and JSON. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "output/output.h"
#include "unit/capture.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static char *block(const struct error *error)
{
	struct output output = { .color = COLOR_NEVER };
	struct capture capture = capture_begin(STDERR_FILENO);

	output_error(&output, error);
	return capture_end(&capture);
}

START_TEST(an_error_has_its_parts_below_each_other)
{
	struct error error = { 0 };
	char *text;

	error_set(&error, ERROR_SQL, "SplitNameMigration failed in run(), step 2, after 0.41 s");
	error_line(&error.says, "1061 (42000): Duplicate key name 'ix_name'");
	error_line(&error.at, "migrations/20261121160000_SplitNameMigration.c:31");
	error_line(&error.sql, "CREATE INDEX ix_name\n\tON users (first_name)");
	error_line(&error.state, "step 1 stays");
	error_next(&error, "fix the plugin, then: glim migration:run");
	error_next(&error, "or undo it: glim migration:rollback --name SplitNameMigration");
	text = block(&error);
	ck_assert_str_eq(text,
			 "glim: error[sql]: SplitNameMigration failed in run(), step 2, after "
			 "0.41 s\n"
			 "  says    1061 (42000): Duplicate key name 'ix_name'\n"
			 "  at      migrations/20261121160000_SplitNameMigration.c:31\n"
			 "  sql     CREATE INDEX ix_name\n"
			 "              ON users (first_name)\n"
			 "  state   step 1 stays\n"
			 "  next    fix the plugin, then: glim migration:run\n"
			 "          or undo it:           glim migration:rollback --name "
			 "SplitNameMigration\n");
	free(text);
	error_finish(&error);
}
END_TEST

static const struct {
	const char *next[2], *expected;
} nexts[] = {
	{ { "glim help", NULL }, "  next    glim help\n" },
	{ { "a first one:  glim a", "b:     glim b" },
	  "  next    a first one: glim a\n          b:           glim b\n" },
	{ { "apt-get install make", "then: glim b" },
	  "  next    apt-get install make\n          then: glim b\n" },
	{ { "see: the manual: glim a", NULL }, "  next    see: the manual: glim a\n" },
};

START_TEST(commands_of_next_lines_are_aligned)
{
	struct error error = { 0 };
	char *text;

	error_set(&error, ERROR_USAGE, "no");
	for (int i = 0; i < 2 && nexts[_i].next[i]; i++)
		error_next(&error, "%s", nexts[_i].next[i]);
	text = block(&error);
	ck_assert_str_eq(strchr(text, '\n') + 1, nexts[_i].expected);
	free(text);
	error_finish(&error);
}
END_TEST

/* faults: 42 */
START_TEST(an_error_shows_foreign_bytes_escaped)
{
	struct error error = { 0 };
	char *text;

	error_set(&error, ERROR_PLUGIN_REFUSED, "%s", "\033]0;x\a.so");
	error_line(&error.says, "%s", "\xff line\nnext line\n");
	text = block(&error);
	ck_assert_str_eq(text, "glim: error[plugin-refused]: \\x1b]0;x\\x07.so\n"
			       "  says    \\xff line\n          next line\n");
	free(text);
	error_finish(&error);
}
END_TEST

START_TEST(a_long_statement_shows_its_beginning)
{
	struct error error = { 0 };
	char *text, *sql = memory_alloc(100001);

	memset(sql, 'x', 100000);
	error_set(&error, ERROR_SQL, "no");
	error.sql = sql;
	text = block(&error);
	ck_assert_uint_lt(strlen(text), 2200);
	ck_assert_ptr_nonnull(strstr(text, "x\n          .. 100000 bytes in all\n"));
	free(text);
	error_finish(&error);
}
END_TEST

START_TEST(notes_go_to_stderr_and_answers_to_stdout)
{
	struct output output = { .color = COLOR_NEVER };
	struct capture out = capture_begin(STDOUT_FILENO), err = capture_begin(STDERR_FILENO);
	char *answers, *notes;

	output_contract(&output, "Migrating %s..", "X");
	output_answer(&output, "an answer");
	output_note(&output, "nothing pending, %d applied", 12);
	output_detail(&output, "hidden");
	output_warning(&output, "care");
	output_plugin(&output, "X", "hello\tyou\033[1m\n", 14);
	notes = capture_end(&err);
	answers = capture_end(&out);
	ck_assert_str_eq(answers, "Migrating X..\nan answer\n");
	ck_assert_str_eq(notes, "glim: nothing pending, 12 applied\nglim: warning: care\n"
				"X: hello    you\\x1b[1m\n");
	free(answers);
	free(notes);
}
END_TEST

START_TEST(quiet_leaves_warnings_and_verbose_adds_details)
{
	struct output output = { .color = COLOR_NEVER, .quiet = true, .verbose = 1 };
	struct capture err = capture_begin(STDERR_FILENO);
	char *notes;

	output_note(&output, "hidden");
	output_detail(&output, "shown");
	output_warning(&output, "care");
	notes = capture_end(&err);
	ck_assert_str_eq(notes, "glim: shown\nglim: warning: care\n");
	free(notes);
}
END_TEST

START_TEST(json_drops_the_contract_and_prints_one_document)
{
	struct output output = { .json = true };
	struct capture out = capture_begin(STDOUT_FILENO);
	char *text;

	output_contract(&output, "Done.");
	output_json(&output, json_pack("{s:s}", "schema", "a/1"));
	output_json(&output, json_pack("{s:s}", "schema", "b/1"));
	text = capture_end(&out);
	ck_assert(output.json_written);
	ck_assert_str_eq(text, "{\"schema\":\"a/1\"}\n");
	free(text);
}
END_TEST

START_TEST(an_error_as_json_has_every_key)
{
	struct error error = { .native = 1061, .sqlstate = "42000" };
	json_t *object;
	char *text;

	error_set(&error, ERROR_SQL, "no \xff");
	error_line(&error.sql, "SELECT 1");
	error_line(&error.at, "a.c:1");
	error_next(&error, "glim migration:run");
	object = output_error_json(&error);
	text = json_dumps(object, JSON_COMPACT);
	ck_assert_str_eq(text, "{\"code\":\"sql\",\"message\":\"no \\\\xff\",\"says\":null,"
			       "\"sqlstate\":\"42000\",\"native\":1061,\"sql\":\"SELECT 1\","
			       "\"site\":\"a.c:1\",\"state\":null,"
			       "\"next\":[\"glim migration:run\"]}");
	free(text);
	json_decref(object);
	error_finish(&error);
}
END_TEST

/* faults: 159 160 */
START_TEST(a_stdout_that_takes_nothing_is_remembered)
{
	static const char *const sinks[] = { "/dev/full", "/dev/null" };
	struct output output = { .color = COLOR_NEVER };
	int saved = dup(STDOUT_FILENO), sink;

	fflush(stdout);
	sink = open(sinks[_i], _i == 0 ? O_WRONLY : O_RDONLY);
	dup2(sink, STDOUT_FILENO);
	output_contract(&output, "Migrating X..");
	output_answer(&output, "more");
	output_flush(&output);
	clearerr(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(sink);
	ck_assert(output.failed);
	ck_assert_int_eq(output.failed_with, _i == 0 ? ENOSPC : EBADF);
}
END_TEST

static void with_terminal(void (*test)(int keyboard))
{
	int saved[3], keyboard, terminal;

	ck_assert_int_eq(openpty(&keyboard, &terminal, NULL, NULL, NULL), 0);
	for (int fd = 0; fd < 3; fd++) {
		saved[fd] = dup(fd);
		dup2(terminal, fd);
	}
	test(keyboard);
	fflush(stdout);
	for (int fd = 0; fd < 3; fd++) {
		dup2(saved[fd], fd);
		close(saved[fd]);
	}
	close(keyboard);
	close(terminal);
}

static const struct {
	const char *no_color, *terminal;
	enum output_color color;
	bool colored;
} colors[] = {
	{ NULL, "xterm", COLOR_AUTO, true }, { "", "xterm", COLOR_AUTO, true },
	{ "1", "xterm", COLOR_AUTO, false }, { NULL, "dumb", COLOR_AUTO, false },
	{ NULL, NULL, COLOR_AUTO, false },   { NULL, "xterm", COLOR_NEVER, false },
	{ "1", "dumb", COLOR_ALWAYS, true },
};

static bool colored_on_terminal[COUNT(colors)];

static void set_variable(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static void look_at_colors(int keyboard)
{
	(void)keyboard;
	for (int i = 0; i < COUNT(colors); i++) {
		const struct output output = { .color = colors[i].color };

		set_variable("NO_COLOR", colors[i].no_color);
		set_variable("TERM", colors[i].terminal);
		colored_on_terminal[i] = output_colored(&output, STDOUT_FILENO);
	}
	unsetenv("NO_COLOR");
}

START_TEST(color_is_for_terminals_that_want_it)
{
	with_terminal(look_at_colors);
	for (int i = 0; i < COUNT(colors); i++)
		ck_assert_msg(colored_on_terminal[i] == colors[i].colored, "case %d", i);
}
END_TEST

START_TEST(a_pipe_gets_no_color)
{
	struct output output = { .color = COLOR_AUTO };
	struct capture out = capture_begin(STDOUT_FILENO);
	bool colored;

	setenv("TERM", "xterm", 1);
	colored = output_colored(&output, STDOUT_FILENO);
	free(capture_end(&out));
	ck_assert(!colored);
	ck_assert_str_eq(output_shade_on(&output, STDOUT_FILENO, SHADE_PLAIN), "");
}
END_TEST

static char *answers[3];

static void type_answers(int keyboard)
{
	struct output output = { .color = COLOR_NEVER };

	ck_assert_int_eq(write(keyboard, "shop\n", 5), 5);
	answers[0] = output_ask(&output, false, "which?");
	answers[1] = output_ask(&output, true, "which?");
	ck_assert_int_eq(write(keyboard, "\004", 1), 1);
	answers[2] = output_ask(&output, false, "which?");
	clearerr(stdin);
}

START_TEST(a_question_is_answered_on_a_terminal)
{
	with_terminal(type_answers);
	ck_assert_str_eq(answers[0], "shop");
	ck_assert_ptr_null(answers[1]);
	ck_assert_str_eq(answers[2], "");
	free(answers[0]);
	free(answers[2]);
}
END_TEST

static int keyboard_of_idle, idled;

/* The first time nothing comes of it. */
static void type_when_idle(void *data)
{
	ck_assert_ptr_eq(data, &idled);
	if (++idled == 2)
		ck_assert_int_eq(write(keyboard_of_idle, "late\n", 5), 5);
}

static void ask_idly(int keyboard)
{
	struct output output = {
		.color = COLOR_NEVER,
		.idle = type_when_idle,
		.idle_data = &idled,
	};

	keyboard_of_idle = keyboard;
	answers[0] = output_ask(&output, false, "which?");
}

/* A session that nothing is asked of would be ended by the server. */
START_TEST(while_an_answer_is_waited_for_sessions_are_kept)
{
	with_terminal(ask_idly);
	ck_assert_str_eq(answers[0], "late");
	ck_assert_int_ge(idled, 2);
	free(answers[0]);
}
END_TEST

/* faults: 163 */
START_TEST(nobody_is_asked_without_a_terminal)
{
	struct output output = { .color = COLOR_NEVER };
	int saved = dup(STDIN_FILENO), none = open("/dev/null", O_RDONLY);
	char *answer;

	dup2(none, STDIN_FILENO);
	answer = output_ask(&output, false, "which?");
	dup2(saved, STDIN_FILENO);
	close(saved);
	close(none);
	ck_assert_ptr_null(answer);
}
END_TEST

START_TEST(a_path_below_the_working_directory_is_short)
{
	char *here = getcwd(NULL, 0), *below = memory_format("%s/a/b.c", here);
	char *beside = memory_format("%sx/b.c", here), *found;

	found = output_path(below);
	ck_assert_str_eq(found, "a/b.c");
	free(found);
	found = output_path(beside);
	ck_assert_str_eq(found, beside);
	free(found);
	free(below);
	free(beside);
	free(here);
}
END_TEST

Suite *output_suite(void);
Suite *output_suite(void)
{
	Suite *suite = suite_create("output");
	TCase *tests = tcase_create("output");

	tcase_add_test(tests, an_error_has_its_parts_below_each_other);
	tcase_add_loop_test(tests, commands_of_next_lines_are_aligned, 0, COUNT(nexts));
	tcase_add_test(tests, an_error_shows_foreign_bytes_escaped);
	tcase_add_test(tests, a_long_statement_shows_its_beginning);
	tcase_add_test(tests, notes_go_to_stderr_and_answers_to_stdout);
	tcase_add_test(tests, quiet_leaves_warnings_and_verbose_adds_details);
	tcase_add_test(tests, json_drops_the_contract_and_prints_one_document);
	tcase_add_test(tests, an_error_as_json_has_every_key);
	tcase_add_loop_test(tests, a_stdout_that_takes_nothing_is_remembered, 0, 2);
	tcase_add_test(tests, color_is_for_terminals_that_want_it);
	tcase_add_test(tests, a_pipe_gets_no_color);
	tcase_add_test(tests, a_question_is_answered_on_a_terminal);
	tcase_add_test(tests, while_an_answer_is_waited_for_sessions_are_kept);
	tcase_add_test(tests, nobody_is_asked_without_a_terminal);
	tcase_add_test(tests, a_path_below_the_working_directory_is_short);
	suite_add_tcase(suite, tests);
	return suite;
}
