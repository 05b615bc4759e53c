/* Plugins that misbehave: each ends, is reported truly, and leaves nothing; the next one works. */
#include <check.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../skip.h"
#include "scripted_service.h"

static struct script script;

static void open_script(void)
{
	script_open(&script);
}

static void close_script(void)
{
	script_close(&script);
	ck_assert_uint_eq(script_processes(), 0);
}

enum { SECOND = 1000000, SHORT = SECOND / 2 };

struct hostile {
	const char *source;
	enum host_end end;
	const char *reason; /* what the sentence holds */
	int64_t timeout;
	uint64_t memory_limit;
	size_t left_behind;
	bool without_sanitizer;
};

static int compile(const char *name)
{
	char path[128];

	snprintf(path, sizeof path, "tests/faults/behaviour/%s.c", name);
	return script_compile(path, "-pthread");
}

static void check_good_one(void)
{
	script_forget(&script);
	script.timeout = 0;
	script.memory_limit = 0;
	ck_assert(script_run(&script, compile("good"), WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.end, HOST_DONE);
	ck_assert_int_eq(script.result.returned, 0);
	ck_assert_uint_eq(script_processes(), 1);
	script_forget(&script);
}

/* faults: 21 22 23 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 72 73 74 */
static const struct hostile hostiles[] = {
	{ "segv", HOST_CRASHED, .reason = "was killed by SIGSEGV in run+0x" },
	{ "abort", HOST_CRASHED, .reason = "was killed by SIGABRT" },
	{ "divide", HOST_CRASHED, .reason = "was killed by SIGFPE in run+0x" },
	{ "illegal", HOST_CRASHED, .reason = "was killed by SIGILL in run+0x" },
	{ "overflow", HOST_CRASHED, .reason = "(its stack is used up)" },
	{ "term_itself", HOST_CRASHED, .reason = "was killed by SIGTERM" },
	{ "exit", HOST_EXITED, .reason = "left by exit without returning (exit status 0)" },
	{ "exit_at_once", HOST_EXITED, .reason = "left by exit without returning (exit status 0)" },
	{ "exit_in_time", HOST_EXITED, .reason = "left by exit without returning (exit status 0)" },
	{ "loop", HOST_TIMEOUT, .reason = "took longer than 0.5 s", .timeout = SHORT },
	{ "sleep", HOST_TIMEOUT, .reason = "took longer than 0.5 s", .timeout = SHORT },
	{ "block_signals", HOST_TIMEOUT, .reason = "took longer than 0.5 s", .timeout = SHORT },
	{ "stop_itself", HOST_TIMEOUT, .reason = "took longer than 0.5 s", .timeout = SHORT },
	{ "print_for_ever", HOST_TIMEOUT, .reason = "took longer than 0.5 s", .timeout = SHORT },
	{ "half_frame", HOST_TIMEOUT, .reason = "took longer than 0.5 s", .timeout = SHORT },
	{ "never_read", HOST_TIMEOUT, .reason = "took longer than 0.5 s", .timeout = SHORT },
	{ "constructor_loop", HOST_TIMEOUT, .reason = "took longer than 0.5 s", .timeout = SHORT },
	{ "crash_without_memory", HOST_CRASHED, .reason = "was killed by SIGSEGV",
	  .memory_limit = 256 << 20, .without_sanitizer = true },
	{ "eat_memory", HOST_DONE, .memory_limit = 256 << 20, .without_sanitizer = true },
	{ "close_all", HOST_EXITED, .reason = "closed its connection to the runner" },
	{ "close_and_stay", HOST_EXITED, .reason = "closed its connection to the runner" },
	{ "fork_bomb", HOST_DONE, .left_behind = 50 },
	{ "daemon", HOST_DONE, .left_behind = 1 },
	{ "exec_sleep", HOST_DONE, .left_behind = 1 },
	{ "term_parent", .end = HOST_DONE },
	{ "stop_parent", .end = HOST_DONE },
	{ "garbage", HOST_BROKEN, .reason = "sent what is no request" },
	{ "large_frame", HOST_BROKEN, .reason = "sent what is no request" },
	{ "wrong_frame", HOST_BROKEN, .reason = "sent what is no request" },
	{ "half_frame_exit", HOST_BROKEN, .reason = "sent what is no request" },
	{ "leave_threads", .end = HOST_DONE },
	{ "constructor_segv", HOST_CRASHED, .reason = "while it was being loaded" },
	{ "constructor_exit", HOST_EXITED, .reason = "(exit status 0) while it was being loaded" },
};

START_TEST(a_hostile_plugin_ends_and_the_next_one_works)
{
	const struct hostile *hostile = &hostiles[_i];
	const char *reason;

	if (hostile->without_sanitizer && script_has_sanitizer())
		return;
	script.timeout = hostile->timeout;
	script.memory_limit = hostile->memory_limit;
	ck_assert_msg(script_run(&script, compile(hostile->source), WIRE_VERB_RUN), "%s: %s",
		      hostile->source, script.error.message);
	reason = script.result.reason ? script.result.reason : "";
	ck_assert_msg(script.result.end == hostile->end, "%s: end %d, %s", hostile->source,
		      script.result.end, reason);
	ck_assert_msg(!hostile->reason || strstr(reason, hostile->reason), "%s: %s",
		      hostile->source, reason);
	ck_assert_msg(script.result.left_behind == hostile->left_behind, "%s: %zu left",
		      hostile->source, script.result.left_behind);
	ck_assert_uint_eq(script_processes(), 1);
	check_good_one();
}
END_TEST

START_TEST(a_crash_tells_its_place_in_the_source)
{
	ck_assert(script_run(&script, compile("segv"), WIRE_VERB_RUN));
	ck_assert_ptr_nonnull(strstr(script.result.file, "segv.c"));
	ck_assert_uint_eq(script.result.line, 9);
	ck_assert_uint_eq(script.result.calls, 1);
	ck_assert_ptr_nonnull(strstr(script.result.reason, "(address 0x0)"));
	ck_assert_str_eq(text_get(&script.asked), "");
}
END_TEST

/* faults: 69 */
START_TEST(the_copy_that_returns_too_is_not_heard)
{
	ck_assert(script_run(&script, compile("return_twice"), WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.end, HOST_DONE);
	ck_assert_uint_eq(script.requests, 3);
	ck_assert_uint_eq(script_processes(), 1);
	check_good_one();
}
END_TEST

/* faults: 70 71 */
START_TEST(a_plugin_that_kills_the_guest_fails_and_the_next_has_a_new_guest)
{
	static const char *const sources[] = { "kill_parent", "kill_parent_and_fork" };

	ck_assert(!script_run(&script, compile(sources[_i]), WIRE_VERB_RUN));
	ck_assert_int_eq(script.error.code, ERROR_PLUGIN_CRASH);
	ck_assert_str_eq(script.error.message,
			 "the process that Plugin ran under was killed by SIGKILL");
	ck_assert_uint_eq(script_processes(), 0);
	check_good_one();
}
END_TEST

/* faults: 65 */
START_TEST(without_memory_glim_alloc_fails_and_says_so)
{
	if (script_has_sanitizer())
		return;
	script.memory_limit = 256 << 20;
	ck_assert(script_run(&script, compile("eat_memory"), WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.returned, GLIM_ERROR);
	ck_assert_str_eq(text_get(&script.told), "fail 1 out of memory\n");
}
END_TEST

/* faults: 72 */
START_TEST(a_megabyte_of_output_is_shown_and_the_rest_counted)
{
	ck_assert(script_run(&script, compile("print_much"), WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.end, HOST_DONE);
	ck_assert_uint_le(script.printed, 1 << 20);
	ck_assert_uint_gt(script.printed, (1 << 20) / 80 * 78);
	ck_assert_uint_eq(script.result.printed_away, 80 * 100000 - (1 << 20));
}
END_TEST

START_TEST(a_context_on_another_thread_is_misuse)
{
	ck_assert(script_run(&script, compile("other_thread"), WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.end, HOST_DONE);
	ck_assert_ptr_nonnull(strstr(text_get(&script.told), "fail 3 another thread"));
	ck_assert_str_eq(text_get(&script.asked), "");
}
END_TEST

/* faults: 75 */
START_TEST(what_a_plugin_changes_in_its_process_ends_with_it)
{
	ck_assert(script_run(&script, compile("change_process"), WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.end, HOST_DONE);
	ck_assert_int_eq(script.result.returned, 0);
	ck_assert(script_run(&script, compile("look_at_process"), WIRE_VERB_RUN));
	ck_assert_str_eq(text_get(&script.told), "");
	ck_assert_int_eq(script.result.returned, 0);
}
END_TEST

/* faults: 24 */
START_TEST(a_crash_in_a_destructor_comes_too_late_to_matter)
{
	ck_assert(script_run(&script, compile("destructor_crash"), WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.end, HOST_DONE);
	ck_assert_int_eq(script.result.returned, 0);
	ck_assert_uint_eq(script.requests, 1);
}
END_TEST

/* faults: 76 */
START_TEST(what_run_returns_is_reported)
{
	ck_assert(script_run(&script, compile("nonzero"), WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.end, HOST_DONE);
	ck_assert_int_eq(script.result.returned, 42);
}
END_TEST

/* faults: 17 */
START_TEST(an_undefined_symbol_is_named)
{
	ck_assert(script_run(&script, compile("undefined"), WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.end, HOST_NOT_LOADED);
	ck_assert_str_eq(script.result.reason,
			 "could not be loaded: undefined symbol: nobody_has_this");
}
END_TEST

/* faults: 10 */
START_TEST(a_run_of_a_library_is_not_the_plugins_own)
{
	char flags[256];

	close(script_compile("tests/faults/behaviour/library_with_run.c", ""));
	snprintf(flags, sizeof flags, "-Wl,--no-as-needed '%s/library.so' -Wl,-rpath,'%s'",
		 script_folder(), script_folder());
	{
		char from[128], to[128];

		snprintf(from, sizeof from, "%s/plugin.so", script_folder());
		snprintf(to, sizeof to, "%s/library.so", script_folder());
		ck_assert_int_eq(rename(from, to), 0);
	}
	ck_assert(script_run(&script, script_compile("tests/faults/behaviour/no_run.c", flags),
			     WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.end, HOST_NOT_LOADED);
	ck_assert_str_eq(script.result.reason, "could not be loaded: has no run() of its own");
}
END_TEST

/* ---- The runner itself dies ---- */

/* So that this process sees whom a dead runner leaves behind. */
static void become_subreaper(void)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
}

/* A runner in a process of its own, which is killed while the plugin runs. */
static pid_t start_runner(int image)
{
	pid_t runner = fork();

	if (runner)
		return runner;
	script_open(&script);
	script_run(&script, image, WIRE_VERB_RUN);
	_exit(0);
}

static bool all_ended(void)
{
	for (int i = 0; i < 1000; i++) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		if (script_processes() == 0)
			return true;
		usleep(10000);
	}
	return false;
}

static const char *const endless[] = { "sleep", "block_signals", "fork_and_stay", "stop_both" };

/* faults: 61 62 63 64 67 145 */
START_TEST(when_the_runner_is_killed_its_plugin_ends_too)
{
	const int image = compile(endless[_i]);
	const pid_t runner = start_runner(image);

	close(image);
	script_remove_folder();
	for (int i = 0; i < 1000 && script_processes() < 4; i++)
		usleep(10000);
	usleep(100000);
	ck_assert_int_eq(kill(runner, SIGKILL), 0);
	ck_assert(all_ended());
}
END_TEST

/* faults: 114 */
START_TEST(without_proc_a_plugin_is_refused_with_the_reason)
{
	int image = compile("good");

	host_destroy(script.host);
	script.host = NULL;
	if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("none", "/proc", "tmpfs", 0, NULL) != 0) {
		close(image);
		test_skip("no right to hide /proc");
		return;
	}
	script.host = host_create(&script.error);
	script_run(&script, image, WIRE_VERB_RUN);
	ck_assert_int_eq(umount2("/proc", MNT_DETACH), 0);
	ck_assert_int_eq(script.result.end, HOST_NOT_LOADED);
	ck_assert_str_eq(script.result.reason, "could not be loaded: /proc is not mounted, and "
					       "plugins are loaded through it");
}
END_TEST

Suite *hostile_suite(void);
Suite *hostile_suite(void)
{
	Suite *suite = suite_create("hostile");
	TCase *cases = tcase_create("hostile");
	TCase *deaths = tcase_create("deaths");

	tcase_set_timeout(cases, 60);
	tcase_add_checked_fixture(cases, open_script, close_script);
	tcase_add_loop_test(cases, a_hostile_plugin_ends_and_the_next_one_works, 0,
			    sizeof hostiles / sizeof *hostiles);
	tcase_add_test(cases, a_crash_tells_its_place_in_the_source);
	tcase_add_test(cases, the_copy_that_returns_too_is_not_heard);
	tcase_add_loop_test(cases, a_plugin_that_kills_the_guest_fails_and_the_next_has_a_new_guest,
			    0, 2);
	tcase_add_test(cases, without_memory_glim_alloc_fails_and_says_so);
	tcase_add_test(cases, a_megabyte_of_output_is_shown_and_the_rest_counted);
	tcase_add_test(cases, a_context_on_another_thread_is_misuse);
	tcase_add_test(cases, what_a_plugin_changes_in_its_process_ends_with_it);
	tcase_add_test(cases, a_crash_in_a_destructor_comes_too_late_to_matter);
	tcase_add_test(cases, what_run_returns_is_reported);
	tcase_add_test(cases, an_undefined_symbol_is_named);
	tcase_add_test(cases, without_proc_a_plugin_is_refused_with_the_reason);
	tcase_add_test(cases, a_run_of_a_library_is_not_the_plugins_own);
	suite_add_tcase(suite, cases);
	tcase_set_timeout(deaths, 60);
	tcase_add_checked_fixture(deaths, become_subreaper, NULL);
	tcase_add_loop_test(deaths, when_the_runner_is_killed_its_plugin_ends_too, 0,
			    sizeof endless / sizeof *endless);
	suite_add_tcase(suite, deaths);
	return suite;
}
