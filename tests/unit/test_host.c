/* What a migration's calls become on the host's side, and what comes back. */
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

/* ---- Calls, one line each ---- */

struct call {
	const char *body;
	const char *asked;
	const char *told;
	int returned;
};

static const struct call calls[] = {
	{ .body = "return glim_exec(ctx, \"INSERT\");", .asked = "exec m.c:1 INSERT\n" },
	{ .body = "return glim_exec(ctx, \"I ? ? ? ? ? ?\", glim_int(-5), glim_text(\"Aras\"),"
		  "glim_null(), glim_real(0.5), glim_blob(\"\\0x\", 2), glim_text(NULL));",
	  .asked = "exec m.c:1 I ? ? ? ? ? ? [-5 'Aras' NULL 0.5 x'\\x00x' NULL]\n" },
	{ .body = "return glim_script(ctx, \"A; B\");", .asked = "script A; B\n" },
	{ .body = "glim_exec(ctx, \"A\");\n\nglim_exec(ctx, \"B\");\nreturn glim_flush(ctx);",
	  .asked = "exec m.c:1 A\nexec m.c:3 B\nflush\n" },
	{ .body = "glim_flush(ctx); glim_status(ctx); glim_message(ctx); return 0;", .asked = "" },
	{ .body = "glim_exec(ctx, \"A\"); glim_flush(ctx); glim_flush(ctx); return 7;",
	  .asked = "exec m.c:1 A\nflush\n",
	  .returned = 7 },
	{ .body = "glim_exec(ctx, \"fail\"); glim_flush(ctx); glim_exec(ctx, \"B\");"
		  "return glim_status(ctx);",
	  .asked = "exec m.c:1 fail\nflush\n",
	  .returned = GLIM_ERROR },
	{ .body = "glim_exec(ctx, \"fail\"); glim_log(ctx, GLIM_INFO, \"%s\", glim_message(ctx));"
		  "return 0;",
	  .asked = "exec m.c:1 fail\nflush\n",
	  .told = "log 1 no: fail\n" },
	{ .body = "glim_exec(ctx, \"fail\"); return glim_changes(ctx) + glim_last_id(ctx);",
	  .asked = "exec m.c:1 fail\nflush\n" },
	{ .body = "glim_exec(ctx, \"A\"); return glim_changes(ctx) * 1000 + glim_last_id(ctx);",
	  .asked = "exec m.c:1 A\nflush\n",
	  .returned = 2102 },
	{ .body = "return glim_try(ctx, \"duplicate\");",
	  .asked = "try m.c:1 duplicate\n",
	  .returned = 1061 },
	{ .body = "glim_try(ctx, \"duplicate\"); return glim_status(ctx);",
	  .asked = "try m.c:1 duplicate\n" },
	{ .body = "int code = glim_try(ctx, \"lost\"); glim_exec(ctx, \"B\");"
		  "return code * 10 - glim_status(ctx);",
	  .asked = "try m.c:1 lost\n",
	  .returned = -11 },
	{ .body = "glim_exec(ctx, \"fail\"); return glim_try(ctx, \"A\");",
	  .asked = "exec m.c:1 fail\ntry m.c:1 A\n",
	  .returned = -1 },
	{ .body = "glim_begin(ctx); glim_exec(ctx, \"fail\"); glim_flush(ctx);"
		  "int a = glim_commit(ctx), b = glim_rollback(ctx), c = glim_clear(ctx);"
		  "glim_exec(ctx, \"B\"); return a * 100 + b * 10 + c;",
	  .asked = "begin\nexec m.c:1 fail\nflush\nrollback\nclear\nexec m.c:1 B\n",
	  .returned = 100 },
	{ .body = "glim_begin(ctx); glim_exec(ctx, \"A\"); return glim_commit(ctx);",
	  .asked = "begin\nexec m.c:1 A\ncommit\n" },
	{ .body = "glim_fail(ctx, \"%d users\", 3); glim_exec(ctx, \"B\");"
		  "return glim_fail(ctx, \"again\");",
	  .told = "fail 1 3 users\n",
	  .returned = GLIM_ERROR },
	{ .body = "glim_fail(ctx, \"a\"); glim_clear(ctx); return glim_exec(ctx, \"B\");",
	  .asked = "clear\nexec m.c:1 B\n",
	  .told = "fail 1 a\n" },
	{ .body = "return ctx->api->set_error(ctx, 0, NULL);",
	  .told = "fail 1 \n",
	  .returned = GLIM_ERROR },
	{ .body = "glim_log(ctx, GLIM_WARNING, \"%s\", \"slow\"); return 0;",
	  .told = "log 2 slow\n" },
	{ .body = "glim_progress(ctx, 1, 3); glim_progress(ctx, 2, 3);"
		  "return !glim_progress(ctx, 3, 3);",
	  .told = "progress 1/3\nprogress 3/3\n" },
	{ .body = "return strcmp(glim_driver(ctx), \"scripted\");" },
	{ .body = "char *a = glim_alloc(ctx, 100000), *b = glim_alloc(ctx, 10);"
		  "return a[99999] + b[9] + (a == b);" },
	{ .body = "glim_alloc(ctx, (size_t)-1); return glim_status(ctx);",
	  .told = "fail 1 out of memory\n",
	  .returned = GLIM_ERROR },
	{ .body = "puts(\"one\\ntwo\"); fputs(\"three\", stdout); return 0;",
	  .told = "print one\nprint two\nprint three\n" },
	{ .body = "fputs(\"\\033[31m\\n\", stderr); return 0;", .told = "print \\x1b[31m\n" },
};

START_TEST(a_call_becomes_its_request)
{
	const struct call *call = &calls[_i];

	script_run_body(&script, "", call->body);
	ck_assert_str_eq(text_get(&script.asked), call->asked ? call->asked : "");
	ck_assert_str_eq(text_get(&script.told), call->told ? call->told : "");
	ck_assert_int_eq(script.result.returned, call->returned);
}
END_TEST

/* ---- Misuse ---- */

struct misuse {
	const char *body;
	const char *told; /* begins so */
};

static const struct misuse misuses[] = {
	{ "glim_exec(ctx, NULL);", "fail 3 a call with a NULL pointer for its SQL" },
	{ "glim_script(ctx, NULL);", "fail 3 a call with a NULL pointer for its SQL" },
	{ "glim_query(ctx, NULL);", "fail 3 a call with a NULL pointer for its SQL" },
	{ "glim_exec(ctx, \"?\", glim_typed(9));", "fail 3 value 1 is of the unknown type 9" },
	{ "ctx->api->exec(ctx, \"?\", &(glim_value){ .type = -1 }, 1);",
	  "fail 3 value 1 is of the unknown type -1" },
	{ "ctx->api->exec(ctx, \"?\", &(glim_value){ .type = 3, .length = 1 }, 1);",
	  "fail 3 value 1 has a length and no data" },
	{ "ctx->api->exec(ctx, \"?\", NULL, 1);", "fail 3 1 values in one call" },
	{ "ctx->api->exec(ctx, \"?\", (glim_value *)ctx, (size_t)-1);",
	  "fail 3 18446744073709551615 values in one call; at most 65535" },
	{ "glim_commit(ctx);", "fail 3 glim_commit() without a glim_begin()" },
	{ "glim_rollback(ctx);", "fail 3 glim_rollback() without a glim_begin()" },
	{ "for (int i = 0; i < 65; i++) glim_begin(ctx);",
	  "fail 3 glim_begin() more than 64 deep" },
	{ "glim_get_int(glim_query(ctx, \"x\"), 0);", "fail 3 a column was read without a row" },
	{ "glim_add(ctx, (glim_model *)NULL, ctx);",
	  "fail 3 the model without a name is a NULL pointer" },
	{ "static const glim_model empty = { .size = 8 }; glim_create_table(ctx, &empty);",
	  "fail 3 the model without a name has a size that" },
	{ "static const glim_column c[] = { { .name = \"a\", .member = 99 } };"
	  "GLIM_MODEL(M, int, \"m\", c); glim_create_table(ctx, &M);",
	  "fail 3 the model M has a column of an unknown C type" },
	{ "static const glim_column c[] = { { .name = \"a\", .offset = 4 } };"
	  "GLIM_MODEL(M, int, \"m\", c); glim_create_table(ctx, &M);",
	  "fail 3 the model M has a column outside of its struct" },
	{ "static const glim_column c[] = { { .name = \"a\" }, { .name = \"A\" } };"
	  "GLIM_MODEL(M, int, \"m\", c); glim_create_table(ctx, &M);",
	  "fail 3 M has two columns called A" },
	{ "static const glim_column c[] = { { .name = \"a\" } };"
	  "GLIM_MODEL(M, int, \"m\", c); glim_update(ctx, &M, &(int){ 0 });",
	  "fail 3 M has no primary key to find its row by" },
	{ "static const glim_column c[] = { { .name = \"a\" } };"
	  "GLIM_MODEL(M, int, \"m\", c); glim_add(ctx, &M, NULL);",
	  "fail 3 a row of M that is a NULL pointer" },
};

START_TEST(a_broken_rule_is_misuse_and_reaches_no_database)
{
	char *body = memory_format("%s return glim_status(ctx);", misuses[_i].body);

	script_run_body(&script, "", body);
	ck_assert_int_eq(script.result.returned, GLIM_MISUSE);
	ck_assert_msg(strncmp(text_get(&script.told), misuses[_i].told, strlen(misuses[_i].told)) ==
			      0,
		      "%s", text_get(&script.told));
	ck_assert_ptr_null(strstr(text_get(&script.asked), "exec"));
	free(body);
}
END_TEST

/* ---- Buffers ---- */

/* faults: 88 */
START_TEST(a_statement_of_twenty_megabytes_arrives_whole)
{
	script_run_body(&script, "#include <stdlib.h>",
			"char *sql = malloc(20000001); memset(sql, 'x', 20000000);"
			"sql[20000000] = 0;"
			"return glim_exec(ctx, sql, glim_blob(sql, 20000000));");
	ck_assert_uint_gt(script.asked.length, 20000200);
}
END_TEST

START_TEST(thousands_of_statements_wait_for_nobody)
{
	script_run_body(&script, "",
			"for (int i = 0; i < 20000; i++) glim_exec(ctx, \"INSERT\", glim_int(i));"
			"return 0;");
	ck_assert_uint_eq(script.requests, 20000);
}
END_TEST

START_TEST(a_failure_stops_a_long_loop_early)
{
	script_run_body(
		&script, "",
		"long i = 0; while (i < 100000000 && !glim_exec(ctx, i == 5 ? \"fail\" : \"A\"))"
		" i++; return i < 100000000 && glim_status(ctx) == GLIM_ERROR;");
	ck_assert_int_eq(script.result.returned, 1);
}
END_TEST

START_TEST(what_stands_in_the_buffer_is_copied)
{
	script_run_body(&script, "",
			"char sql[] = \"first\"; glim_exec(ctx, sql, glim_text(sql));"
			"memcpy(sql, \"other\", 5); return 0;");
	ck_assert_str_eq(text_get(&script.asked), "exec m.c:1 first ['first']\n");
}
END_TEST

/* ---- Ends ---- */

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
	{ ABI(0x20000) RUN, "was built for ABI 2.0; this runner has 1.0" },
	{ ABI(0x10009) RUN, "was built for ABI 1.9; this runner has 1.0" },
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

Suite *host_suite(void);
Suite *host_suite(void)
{
	Suite *suite = suite_create("host");
	TCase *cases = tcase_create("host");

	tcase_set_timeout(cases, 60);
	tcase_add_checked_fixture(cases, open_script, close_script);
	tcase_add_loop_test(cases, a_call_becomes_its_request, 0, sizeof calls / sizeof *calls);
	tcase_add_loop_test(cases, a_broken_rule_is_misuse_and_reaches_no_database, 0,
			    sizeof misuses / sizeof *misuses);
	tcase_add_test(cases, a_statement_of_twenty_megabytes_arrives_whole);
	tcase_add_test(cases, thousands_of_statements_wait_for_nobody);
	tcase_add_test(cases, a_failure_stops_a_long_loop_early);
	tcase_add_test(cases, what_stands_in_the_buffer_is_copied);
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
