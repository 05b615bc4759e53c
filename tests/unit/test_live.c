/* The line of a terminal that is drawn again and again, and goes before anything else comes. */
#include <check.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "output/output.h"
#include "unit/capture.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static struct {
	int keyboard, saved[3];
} terminal;

/* stdout and stderr are one terminal, of 40 columns. */
static void terminal_begin(void)
{
	const struct winsize size = { .ws_row = 24, .ws_col = 40 };
	int end;

	setenv("TERM", "xterm", 1);
	ck_assert_int_eq(openpty(&terminal.keyboard, &end, NULL, NULL, &size), 0);
	fflush(stdout);
	for (int fd = 0; fd < 3; fd++) {
		terminal.saved[fd] = dup(fd);
		dup2(end, fd);
	}
	close(end);
}

/* What was written to it, as a new text. */
static char *terminal_end(void)
{
	struct text text = { 0 };
	char buffer[4096];
	ssize_t length;

	fflush(stdout);
	for (int fd = 0; fd < 3; fd++) {
		dup2(terminal.saved[fd], fd);
		close(terminal.saved[fd]);
	}
	while ((length = read(terminal.keyboard, buffer, sizeof buffer)) > 0)
		text_add_bytes(&text, buffer, (size_t)length);
	close(terminal.keyboard);
	return text_take(&text);
}

static void expect_written(const char *expected)
{
	char *text = terminal_end();

	ck_assert_str_eq(text, expected);
	free(text);
}

START_TEST(a_line_is_drawn_over_the_last_one)
{
	struct output output = { .color = COLOR_NEVER };

	terminal_begin();
	output_draw(&output, "one");
	output_draw(&output, "two");
	output_erase();
	output_erase();
	expect_written("\rone\033[K\rtwo\033[K\r\033[K");
}
END_TEST

static void say_contract(struct output *output)
{
	output_contract(output, "Done.");
}

static void say_answer(struct output *output)
{
	output_answer(output, "Done.");
	output_flush(output);
}

static void say_note(struct output *output)
{
	output_note(output, "care");
}

static void say_warning(struct output *output)
{
	output_warning(output, "care");
}

static void say_plugin(struct output *output)
{
	output_plugin(output, "X", "care", 4);
}

static void say_error(struct output *output)
{
	struct error error = { 0 };

	error_set(&error, ERROR_USAGE, "care");
	output_error(output, &error);
	error_finish(&error);
}

static void say_json(struct output *output)
{
	output_json(output, json_object());
}

static void say_aside(struct output *output)
{
	struct text text = { 0 };

	text_add(&text, "care\n");
	ck_assert(output_try_aside(output, &text));
	text_finish(&text);
}

static const struct {
	void (*say)(struct output *);
	const char *said;
} others[] = {
	{ say_contract, "Done.\r\n" },  { say_answer, "Done.\r\n" },
	{ say_note, "glim: care\r\n" }, { say_warning, "glim: warning: care\r\n" },
	{ say_plugin, "X: care\r\n" },  { say_error, "glim: error[usage]: care\r\n" },
	{ say_json, "{}\r\n" },         { say_aside, "care\r\n" },
};

START_TEST(it_goes_before_anything_else_comes)
{
	struct output output = { .color = COLOR_NEVER };
	char *expected;

	terminal_begin();
	output_draw(&output, "line");
	others[_i].say(&output);
	output_draw(&output, "line");
	expected = memory_format("\rline\033[K\r\033[K%s\rline\033[K", others[_i].said);
	expect_written(expected);
	output_erase();
	free(expected);
}
END_TEST

static const struct {
	const char *terminal;
	bool quiet, live;
} kinds[] = {
	{ "xterm", false, true }, { "xterm", true, false }, { "dumb", false, false },
	{ "", false, false },     { NULL, false, false },
};

START_TEST(some_terminals_take_no_such_line)
{
	const struct output output = { .quiet = kinds[_i].quiet };
	bool live;

	terminal_begin();
	if (kinds[_i].terminal)
		setenv("TERM", kinds[_i].terminal, 1);
	else
		unsetenv("TERM");
	live = output_is_live(&output);
	free(terminal_end());
	ck_assert(live == kinds[_i].live);
}
END_TEST

START_TEST(a_pipe_is_no_terminal)
{
	const struct output output = { 0 };
	struct capture err = capture_begin(STDERR_FILENO);
	bool live;

	setenv("TERM", "xterm", 1);
	live = output_is_live(&output);
	free(capture_end(&err));
	ck_assert(!live);
}
END_TEST

/* faults: 163 */
START_TEST(the_terminal_is_asked_each_time_how_wide_it_is)
{
	struct winsize size = { .ws_row = 24, .ws_col = 17 };
	size_t before, after, unknown;

	terminal_begin();
	before = output_columns();
	ioctl(terminal.keyboard, TIOCSWINSZ, &size);
	after = output_columns();
	size.ws_col = 0;
	ioctl(terminal.keyboard, TIOCSWINSZ, &size);
	unknown = output_columns();
	free(terminal_end());
	ck_assert_uint_eq(before, 40);
	ck_assert_uint_eq(after, 17);
	ck_assert_uint_eq(unknown, 80);
}
END_TEST

/* The thread that waits for signals must not be stopped by a pipe that nobody reads. */
START_TEST(a_full_pipe_is_not_waited_for)
{
	struct output output = { .color = COLOR_NEVER };
	const int saved = dup(STDERR_FILENO);
	struct text text = { 0 };
	bool drawn, said;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	while (write(ends[1], "0123456789", 10) > 0)
		;
	fcntl(ends[1], F_SETFL, 0);
	dup2(ends[1], STDERR_FILENO);
	text_add(&text, "care\n");
	drawn = output_draw(&output, "line");
	said = output_try_aside(&output, &text);
	output_farewell("COMMIT");
	dup2(saved, STDERR_FILENO);
	ck_assert(!drawn && !said);
	text_finish(&text);
	close(saved);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

START_TEST(the_last_words_take_the_line_away)
{
	struct output output = { .color = COLOR_NEVER };

	terminal_begin();
	output_draw(&output, "line");
	output_farewell("COMMIT");
	expect_written(
		"\rline\033[K\r\033[Kglim: left at once; the database may still be executing: "
		"COMMIT\r\n  next    glim migration:status\r\n");
}
END_TEST

Suite *live_suite(void);
Suite *live_suite(void)
{
	Suite *suite = suite_create("live");
	TCase *tests = tcase_create("live");

	tcase_add_test(tests, a_line_is_drawn_over_the_last_one);
	tcase_add_loop_test(tests, it_goes_before_anything_else_comes, 0, COUNT(others));
	tcase_add_loop_test(tests, some_terminals_take_no_such_line, 0, COUNT(kinds));
	tcase_add_test(tests, a_pipe_is_no_terminal);
	tcase_add_test(tests, the_terminal_is_asked_each_time_how_wide_it_is);
	tcase_add_test(tests, a_full_pipe_is_not_waited_for);
	tcase_add_test(tests, the_last_words_take_the_line_away);
	suite_add_tcase(suite, tests);
	return suite;
}
