/* How a migration is loaded, stopped and ended, and what becomes of the guest. */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "host/guest.h"
#include "scripted_service.h"

static struct script script;

static void open_script(void)
{
	script_open(&script);
}

static void close_script(void)
{
	script_close(&script);
}

START_TEST(rollback_calls_the_other_function)
{
	int image = script_compile_text("int run(glim_ctx *ctx) { return 1; }\n"
					"int rollback(glim_ctx *ctx) { return 2; }");

	ck_assert(script_run(&script, image, WIRE_VERB_ROLLBACK));
	ck_assert_int_eq(script.result.returned, 2);
}
END_TEST

struct unloadable {
	const char *text;
	const char *reason;
};

#define ABI(number) "extern const unsigned glim_abi; const unsigned glim_abi = " #number ";\n"
#define RUN         "int run(void *ctx) { return 0; }\n"

static const struct unloadable unloadables[] = {
	{ ABI(0x10000) "int rollback(void *ctx) { return 0; }", "has no run() of its own" },
	{ ABI(0x10000) "const int run = 1;", "has a run that is no function" },
	{ ABI(0x10000) "__attribute__((visibility(\"hidden\")))" RUN, "has no run() of its own" },
	{ RUN, "does not say for which glim it was built: include <glim/migration.h>" },
	{ ABI(0x20000) RUN, "was built for ABI 2.0; this runner has 1.1" },
	{ ABI(0x10009) RUN, "was built for ABI 1.9; this runner has 1.1" },
};

/* faults: 10 11 12 15 16 */
START_TEST(a_plugin_without_the_right_names_is_not_loaded)
{
	char *reason = memory_format("could not be loaded: %s", unloadables[_i].reason);

	ck_assert(script_run(&script, script_compile_bare(unloadables[_i].text), WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.end, HOST_NOT_LOADED);
	ck_assert_str_eq(script.result.reason, reason);
	free(reason);
}
END_TEST

START_TEST(a_plugin_of_an_older_minor_version_is_loaded)
{
	ck_assert(script_run(&script, script_compile_bare(ABI(0x10000) RUN), WIRE_VERB_RUN));
	ck_assert_int_eq(script.result.end, HOST_DONE);
}
END_TEST

/* ---- Stopping ---- */

static const char waits_for_the_stop[] =
	"while (glim_progress(ctx, 0, 1)) usleep(10000); return glim_exec(ctx, \"after\");";

START_TEST(progress_tells_a_migration_to_stop)
{
	char *body = memory_format("glim_exec(ctx, \"A\"); %s", waits_for_the_stop);

	script.stop_after = 1;
	script_run_body(&script, "#include <unistd.h>", body);
	ck_assert_str_eq(text_get(&script.asked), "exec m.c:1 A\nexec m.c:1 after\n");
	free(body);
}
END_TEST

START_TEST(a_wake_up_stops_a_migration_that_sends_nothing)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "!", 1), 1);
	script.service.wake_fd = ends[0];
	script.stopped = true;
	script_run_body(&script, "#include <unistd.h>", waits_for_the_stop);
	ck_assert_str_eq(text_get(&script.asked), "exec m.c:1 after\n");
	close(ends[0]);
	close(ends[1]);
}
END_TEST

START_TEST(a_migration_that_does_not_listen_is_ended)
{
	script.stopped = true;
	ck_assert(script_run_text(&script, "#include <unistd.h>\n"
					   "int run(glim_ctx *ctx) { for (;;) pause(); }"));
	ck_assert_int_eq(script.result.end, HOST_STOPPED);
	ck_assert_str_eq(script.result.reason, "was stopped");
	ck_assert_uint_eq(script_processes(), 1);
}
END_TEST

START_TEST(a_wake_up_for_nothing_is_no_busy_loop)
{
	int ends[2];
	clock_t before;

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "!", 1), 1);
	script.service.wake_fd = ends[0];
	before = clock();
	script_run_body(&script, "#include <unistd.h>", "usleep(500000); return 0;");
	ck_assert_int_lt(clock() - before, CLOCKS_PER_SEC / 5);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

/* ---- The guest itself ---- */

START_TEST(a_guest_that_is_not_there_is_named)
{
	struct error error = { 0 };

	guest_use("/nowhere/glim-guest");
	ck_assert_ptr_null(host_create(&error));
	ck_assert_int_eq(error.code, ERROR_INTERNAL);
	ck_assert_str_eq(error.message,
			 "cannot start /nowhere/glim-guest: No such file or directory");
	error_finish(&error);
}
END_TEST

START_TEST(a_guest_of_another_version_is_told_from_a_crash)
{
	struct error error = { 0 };
	struct host *sound = script.host;

	guest_use("/bin/false");
	script.host = host_create(&error);
	ck_assert(!script_run_text(&script, "int run(glim_ctx *ctx) { return 0; }"));
	ck_assert_int_eq(script.error.code, ERROR_INTERNAL);
	ck_assert_ptr_nonnull(strstr(script.error.message, "install glim again"));
	host_destroy(script.host);
	script.host = sound;
}
END_TEST

START_TEST(children_of_the_program_itself_are_left_alone)
{
	pid_t child;

	host_destroy(script.host);
	child = fork();
	if (child == 0) {
		pause();
		_exit(0);
	}
	script_open(&script);
	script_run_text(&script,
			"#include <signal.h>\n#include <unistd.h>\nint run(glim_ctx *ctx) {"
			"kill(getppid(), SIGKILL); for (;;) pause(); }");
	ck_assert_int_eq(script.error.code, ERROR_PLUGIN_CRASH);
	ck_assert_int_eq(waitpid(child, NULL, WNOHANG), 0);
	kill(child, SIGKILL);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
}
END_TEST

Suite *host_ends_suite(void);
Suite *host_ends_suite(void)
{
	Suite *suite = suite_create("host_ends");
	TCase *cases = tcase_create("host_ends");

	tcase_set_timeout(cases, 60);
	tcase_add_checked_fixture(cases, open_script, close_script);
	tcase_add_test(cases, rollback_calls_the_other_function);
	tcase_add_loop_test(cases, a_plugin_without_the_right_names_is_not_loaded, 0,
			    sizeof unloadables / sizeof *unloadables);
	tcase_add_test(cases, a_plugin_of_an_older_minor_version_is_loaded);
	tcase_add_test(cases, progress_tells_a_migration_to_stop);
	tcase_add_test(cases, a_wake_up_stops_a_migration_that_sends_nothing);
	tcase_add_test(cases, a_migration_that_does_not_listen_is_ended);
	tcase_add_test(cases, a_wake_up_for_nothing_is_no_busy_loop);
	tcase_add_test(cases, a_guest_that_is_not_there_is_named);
	tcase_add_test(cases, a_guest_of_another_version_is_told_from_a_crash);
	tcase_add_test(cases, children_of_the_program_itself_are_left_alone);
	suite_add_tcase(suite, cases);
	return suite;
}
