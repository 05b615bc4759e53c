/* Commands that are not ours. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "child/child.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static struct text lines;

static void on_line(void *data, const char *line, size_t length)
{
	(void)data;
	text_print(&lines, "[%.*s]", (int)length, line);
}

/* As the program does: what does not read must not end us. */
static void ignore_pipes(void)
{
	signal(SIGPIPE, SIG_IGN);
}

static struct child_result run(const char *script, const char *input, int64_t limit)
{
	char *words[] = { (char *)"sh", (char *)"-c", (char *)script, NULL };
	const struct child_request request = {
		.words = words,
		.directory = "/tmp",
		.input = input,
		.length = input ? strlen(input) : 0,
		.limit = limit,
		.line = on_line,
	};

	text_clear(&lines);
	return child_run(&request);
}

static const struct {
	const char *script, *input, *lines;
	enum child_end end;
	int number;
} cases[] = {
	{ "exit 0", NULL, "", CHILD_EXITED, 0 },
	{ "exit 7", NULL, "", CHILD_EXITED, 7 },
	{ "echo a; echo b >&2; printf c", NULL, "[a][b][c]", CHILD_EXITED, 0 },
	{ "cat", "one\ntwo", "[one][two]", CHILD_EXITED, 0 },
	{ "cat", NULL, "", CHILD_EXITED, 0 },
	{ "pwd", NULL, "[/tmp]", CHILD_EXITED, 0 },
	{ "kill -s TERM $$", NULL, "", CHILD_KILLED, SIGTERM },
	{ "exec 0<&- 1>&- 2>&-; sleep 0.1; exit 3", "unread", "", CHILD_EXITED, 3 },
	/* signals are as in a shell, although ours are blocked and SIGPIPE is ignored */
	{ "trap 'echo caught; exit 4' TERM; kill -s TERM $$; exit 5", NULL, "[caught]",
	  CHILD_EXITED, 4 },
};

START_TEST(a_command_ends_as_it_says)
{
	const struct child_result result = run(cases[_i].script, cases[_i].input, 0);

	ck_assert_int_eq(result.end, cases[_i].end);
	ck_assert_int_eq(result.number, cases[_i].number);
	ck_assert_str_eq(text_get(&lines), cases[_i].lines);
}
END_TEST

START_TEST(more_than_a_pipe_holds_goes_both_ways)
{
	const size_t size = 300000;
	char *input = memory_alloc(size + 1);
	struct child_result result;

	memset(input, 'x', size);
	input[100] = '\n';
	result = run("cat", input, 0);
	ck_assert_int_eq(result.end, CHILD_EXITED);
	ck_assert_uint_gt(lines.length, size);
	result = run("head -c 1", input, 0);
	ck_assert_int_eq(result.number, 0);
	ck_assert_str_eq(text_get(&lines), "[x]");
	free(input);
}
END_TEST

START_TEST(one_that_takes_too_long_is_ended_with_what_it_started)
{
	char path[] = "/tmp/glim-child-XXXXXX";
	char *script;
	int fd = mkstemp(path);
	char text[32] = "";

	script = memory_format("sleep 1000 & echo $! >%s; trap '' TERM; wait", path);
	ck_assert_int_eq(run(script, NULL, 300 * 1000).end, CHILD_TIMEOUT);
	ck_assert_int_gt(read(fd, text, sizeof text - 1), 0);
	for (int i = 0; kill(atoi(text), 0) == 0 && i < 500; i++)
		usleep(10000);
	ck_assert_int_ne(kill(atoi(text), 0), 0);
	close(fd);
	unlink(path);
	free(script);
}
END_TEST

/* It holds the pipe, and is not waited for. */
START_TEST(what_it_leaves_behind_is_not_waited_for)
{
	const struct child_result result = run("sleep 1000 & echo done", NULL, 0);

	ck_assert_int_eq(result.end, CHILD_EXITED);
	ck_assert_str_eq(text_get(&lines), "[done]");
}
END_TEST

static bool stop(void *data)
{
	(void)data;
	return true;
}

START_TEST(it_is_ended_when_we_are_stopped)
{
	char *words[] = { (char *)"sleep", (char *)"1000", NULL };
	const struct child_request request = { .words = words, .line = on_line, .stopped = stop };

	ck_assert_int_eq(child_run(&request).end, CHILD_STOPPED);
}
END_TEST

static const struct {
	const char *word, *directory;
	int problem;
} absent[] = {
	{ "/absent/command", NULL, ENOENT },
	{ "glim-no-such-command", NULL, ENOENT },
	{ "/etc/passwd", NULL, EACCES },
	{ "true", "/absent", ENOENT },
};

START_TEST(what_cannot_be_started_says_why)
{
	char *words[] = { (char *)absent[_i].word, NULL };
	const struct child_request request = {
		.words = words,
		.directory = absent[_i].directory,
		.line = on_line,
	};
	const struct child_result result = child_run(&request);

	ck_assert_int_eq(result.end, CHILD_NOT_STARTED);
	ck_assert_int_eq(result.number, absent[_i].problem);
}
END_TEST

static void forget_lines(void)
{
	text_finish(&lines);
}

Suite *child_suite(void);
Suite *child_suite(void)
{
	Suite *suite = suite_create("child");
	TCase *tests = tcase_create("child");

	tcase_add_checked_fixture(tests, ignore_pipes, forget_lines);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, a_command_ends_as_it_says, 0, COUNT(cases));
	tcase_add_test(tests, more_than_a_pipe_holds_goes_both_ways);
	tcase_add_test(tests, one_that_takes_too_long_is_ended_with_what_it_started);
	tcase_add_test(tests, what_it_leaves_behind_is_not_waited_for);
	tcase_add_test(tests, it_is_ended_when_we_are_stopped);
	tcase_add_loop_test(tests, what_cannot_be_started_says_why, 0, COUNT(absent));
	suite_add_tcase(suite, tests);
	return suite;
}
