/* Processes that wait for a task, and the one that has loaded its plugin before its turn. */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "host/guest.h"
#include "scripted_service.h"

#define TELL(words) "int run(glim_ctx *ctx) { return glim_exec(ctx, \"" words "\"); }\n"

static struct script script;

static void open_script(void)
{
	script_open(&script);
}

static void close_script(void)
{
	script_close(&script);
}

static void run(int image, const char *content)
{
	script.content = content;
	ck_assert_msg(script_run(&script, image, WIRE_VERB_RUN), "%s", script.error.message);
}

static void load(int image, const char *content)
{
	script.content = content;
	script_load(&script, image, WIRE_VERB_RUN);
}

static void expect_asked(const char *sql)
{
	char *end = memory_format(" %s\n", sql);

	ck_assert_uint_eq(script.requests, 1);
	ck_assert_msg(strstr(script.asked.data, end), "%s", script.asked.data);
	free(end);
}

static void await_processes(size_t count)
{
	for (int i = 0; i < 5000 && script_processes() != count; i++)
		usleep(1000);
	ck_assert_uint_eq(script_processes(), count);
}

/* The guest, and the one that waits. */
static void await_ready(void)
{
	ck_assert_uint_eq(script.host->ready.count, 1);
	await_processes(2);
}

START_TEST(what_is_loaded_ahead_is_called_at_its_turn)
{
	int image = script_compile_text(TELL("one"));

	load(image, "1");
	await_ready();
	ck_assert_uint_eq(script.requests, 0);
	run(image, "1");
	ck_assert_int_eq(script.result.end, HOST_DONE);
	expect_asked("one");
	ck_assert_uint_eq(script.host->ready.count, 0);
}
END_TEST

/* The one that has loaded another plugin, or the same for another call, is of no use. */
START_TEST(another_task_does_not_get_what_was_loaded)
{
	int one = script_compile_text(TELL("one") "int rollback(glim_ctx *ctx) { return 7; }"),
	    two = script_compile_text(TELL("two"));

	load(one, "1");
	run(two, "2");
	expect_asked("two");
	script_forget(&script);
	load(one, "1");
	ck_assert(script_run(&script, one, WIRE_VERB_ROLLBACK));
	ck_assert_int_eq(script.result.returned, 7);
	ck_assert_uint_eq(script.host->ready.count, 0);
	await_processes(1);
}
END_TEST

START_TEST(one_without_a_content_is_never_loaded_ahead)
{
	int one = script_compile_text(TELL("one")), two = script_compile_text(TELL("two"));

	load(one, NULL);
	run(two, NULL);
	expect_asked("two");
	close(one);
}
END_TEST

START_TEST(what_cannot_be_loaded_is_told_at_its_turn)
{
	static const char text[] = "extern int nowhere(void);\n"
				   "int run(glim_ctx *ctx) { return nowhere(); }\n";
	int good = script_compile_text(TELL("one")), bad = script_compile_text(text);

	load(bad, "bad");
	run(good, "good");
	ck_assert_int_eq(script.result.end, HOST_DONE);
	script_forget(&script);
	load(bad, "bad");
	usleep(50000);
	run(bad, "bad");
	ck_assert_int_eq(script.result.end, HOST_NOT_LOADED);
	ck_assert_msg(strstr(script.result.reason, "nowhere"), "%s", script.result.reason);
}
END_TEST

START_TEST(one_that_has_died_is_replaced)
{
	int image = script_compile_text(TELL("one"));
	struct process_list list;

	load(image, "1");
	await_ready();
	descendant_list(script.host->pid, &list);
	for (size_t i = 0; i < list.count; i++)
		kill(list.items[i].pid, SIGKILL);
	descendant_forget(&list);
	await_processes(1);
	run(image, "1");
	ck_assert_int_eq(script.result.end, HOST_DONE);
	expect_asked("one");
}
END_TEST

START_TEST(nobody_waits_after_the_end)
{
	int image = script_compile_text(TELL("one"));

	load(image, "1");
	await_ready();
	host_destroy(script.host);
	script.host = NULL;
	ck_assert_uint_eq(script_processes(), 0);
	close(image);
}
END_TEST

START_TEST(the_end_comes_behind_the_return)
{
	const struct host_task task = {
		.name = "Plugin",
		.image = script_compile_text(
			"#include <stdio.h>\nint run(glim_ctx *ctx) { puts(\"said\"); return 3; }"),
		.driver = "scripted",
	};

	ck_assert(host_run(script.host, &task, &script.service, &script.result, &script.error));
	ck_assert_int_eq(script.result.end, HOST_DONE);
	ck_assert_int_eq(script.result.returned, 3);
	host_end(script.host, &script.result);
	ck_assert_ptr_nonnull(strstr(script.told.data, "said"));
	ck_assert_uint_eq(script_processes(), 1);
	host_end(script.host, &script.result);
	ck_assert_int_eq(script.result.end, HOST_DONE);
	close(task.image);
}
END_TEST

Suite *host_ready_suite(void);
Suite *host_ready_suite(void)
{
	Suite *suite = suite_create("host_ready");
	TCase *cases = tcase_create("host_ready");

	tcase_set_timeout(cases, 60);
	tcase_add_checked_fixture(cases, open_script, close_script);
	tcase_add_test(cases, what_is_loaded_ahead_is_called_at_its_turn);
	tcase_add_test(cases, another_task_does_not_get_what_was_loaded);
	tcase_add_test(cases, one_without_a_content_is_never_loaded_ahead);
	tcase_add_test(cases, what_cannot_be_loaded_is_told_at_its_turn);
	tcase_add_test(cases, one_that_has_died_is_replaced);
	tcase_add_test(cases, nobody_waits_after_the_end);
	tcase_add_test(cases, the_end_comes_behind_the_return);
	suite_add_tcase(suite, cases);
	return suite;
}
