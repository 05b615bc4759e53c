/* What a migration's calls become on the host's side. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
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
	{ .body = "return glim_script(ctx, \"A; B\");", .asked = "script m.c:1 A; B\n" },
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
	{ .body = "glim_exec(ctx, \"fail\"); glim_log(ctx, 0, \"a\"); usleep(20000);"
		  "glim_log(ctx, 0, \"b\"); return glim_status(ctx);",
	  .asked = "exec m.c:1 fail\nflush\n",
	  .told = "log 0 a\nlog 0 b\n",
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
	  .asked = "begin m.c:1\nexec m.c:1 fail\nflush\nrollback m.c:1\nclear\nexec m.c:1 B\n",
	  .returned = 100 },
	{ .body = "glim_begin(ctx); glim_exec(ctx, \"A\"); return glim_commit(ctx);",
	  .asked = "begin m.c:1\nexec m.c:1 A\ncommit m.c:1\n" },
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

	script_run_body(&script, "#include <unistd.h>", call->body);
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
	suite_add_tcase(suite, cases);
	return suite;
}
