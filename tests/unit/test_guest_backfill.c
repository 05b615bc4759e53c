/* What a migration's backfill becomes on its way to the host, and what its function may not do. */
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

static const glim_value pairs[] = {
	{ .type = GLIM_TYPE_INT, .as.integer = 1 },
	{ .type = GLIM_TYPE_TEXT, .length = 3, .as.data = "one" },
	{ .type = GLIM_TYPE_INT, .as.integer = 2 },
	{ .type = GLIM_TYPE_TEXT, .length = 3, .as.data = "two" },
};

/* `function` is the body of one for a row, or a page. */
static void run_pages(const char *function, const char *options)
{
	char *before = memory_format("#include <glim/data.h>\n"
				     "static int change(glim_rows *r, void *data) { %s }\n",
				     function);
	char *body = memory_format("int calls = 0; (void)change;\n"
				   "int status = glim_backfill(ctx, %s);\n"
				   "return status * 100 + calls;",
				   options);

	script_run_body(&script, before, body);
	free(body);
	free(before);
}

/* Of two rows each. */
static void run_backfill(size_t pages, const char *function, const char *options)
{
	script.columns = script.rows = 2;
	script.values = pairs;
	script.pages = pages + 1;
	run_pages(function, options);
}

#define TABLE ".table = \"t\", .key = \"b\", .columns = \"a\", .writes = \"x, y\", .data = &calls"

START_TEST(each_page_is_asked_and_answered)
{
	run_backfill(2,
		     "++*(int *)data; return glim_get_int(r, 0) == 2 ? 0 :\n"
		     "glim_put(r, glim_text(\"new\"), glim_null());",
		     TABLE ", .row = change, .where = \"c = ?\", .page_rows = 7, .page_ms = 9,\n"
			   ".values = (const glim_value[]){ glim_int(5), glim_end() }");
	ck_assert_int_eq(script.result.returned, 4);
	ck_assert_str_eq(text_get(&script.asked),
			 "backfill m.c:2 t a,b by b where c = ? [5] limit 7 writes x,y\n"
			 "page ['one' 'new' NULL]\npage ['one' 'new' NULL]\n");
}
END_TEST

START_TEST(a_function_may_take_the_whole_page)
{
	run_backfill(1,
		     "++*(int *)data; while (glim_next(r)) glim_put(r, glim_get(r, 0, 0), "
		     "glim_int(7)); glim_close(r); return 0;",
		     TABLE ", .page = change");
	ck_assert_int_eq(script.result.returned, 1);
	ck_assert_str_eq(text_get(&script.asked),
			 "backfill m.c:2 t a,b by b limit 1000 writes x,y\n"
			 "page ['one' 1 7 'two' 2 7]\n");
}
END_TEST

/* Long enough to be sent at once, so that the function has met rows of a page that is void. */
static const char *long_text(void)
{
	enum { LENGTH = 100000 };
	static char text[LENGTH + 1];

	memset(text, 'x', LENGTH);
	return text;
}

START_TEST(a_page_that_begins_anew_is_put_once)
{
	static const char *const functions[] = {
		"++*(int *)data; return glim_put(r, glim_int(6), glim_int(7));",
		"++*(int *)data; while (glim_next(r)) glim_put(r, glim_int(6), glim_int(7)); "
		"return 0;",
	};
	static const char *const options[] = { TABLE ", .row = change", TABLE ", .page = change" };
	glim_value values[] = { glim_text(long_text()), glim_int(1), glim_null(), glim_int(2) };

	script.anew = true;
	script.columns = script.rows = 2;
	script.values = values;
	script.pages = 3;
	run_pages(functions[_i], options[_i]);
	ck_assert_int_lt(script.result.returned, 100);
	ck_assert_int_ge(script.result.returned, _i ? 2 : 4);
	ck_assert_str_eq(text_get(&script.asked),
			 "backfill m.c:2 t a,b by b limit 1000 writes x,y\n"
			 "page [1 6 7 2 6 7]\npage [1 6 7 2 6 7]\n");
}
END_TEST

START_TEST(an_expression_needs_no_function)
{
	run_backfill(2, "return 0;",
		     ".table = \"t\", .key = \"a\", .set = \"x = ?\",\n"
		     ".values = (const glim_value[]){ glim_int(5), glim_end() }");
	ck_assert_int_eq(script.result.returned, 0);
	ck_assert_str_eq(text_get(&script.asked),
			 "backfill m.c:2 t a by a [5] limit 1000 set x = ?\npage\npage\n");
}
END_TEST

static const struct misuse_case {
	const char *function, *options, *told;
} misuses[] = {
	{ "return 0;", ".key = \"a\", .writes = \"x\", .row = change",
	  "a backfill without a table" },
	{ "return 0;", ".table = \"t\", .writes = \"x\", .row = change",
	  "a backfill's .columns \"\"" },
	{ "return 0;", ".table = \"t\", .key = \"a\", .writes = \"x\"",
	  "has one function, for a row or for a page" },
	{ "return 0;",
	  ".table = \"t\", .key = \"a\", .writes = \"x\", .row = change, .page = change",
	  "has one function, for a row or for a page" },
	{ "return 0;", ".table = \"t\", .key = \"a\", .row = change", "without .writes" },
	{ "return 0;", ".table = \"t\", .key = \"a\", .set = \"x = 1\", .row = change",
	  "needs no function" },
	{ "return 0;", ".table = \"t\", .key = \"a\", .writes = \"x, A\", .row = change",
	  "cannot write its own key A" },
	{ "return 0;", ".table = \"t\", .key = \"a\", .writes = \"x,\", .row = change",
	  "a name is empty" },
	{ "return glim_put(r, glim_int(1));", TABLE ", .row = change",
	  "row 2: glim_put() of 1 values for 2 columns" },
	{ "glim_next(r); glim_next(r); return glim_put(r, glim_int(1));", TABLE ", .page = change",
	  "row 3: glim_put() of 1 values for 2 columns" },
	{ "glim_put(r, glim_int(1), glim_int(2)); return glim_put(r, glim_int(1), glim_int(2));",
	  TABLE ", .row = change", "glim_put() twice for one row" },
	{ "return glim_put(r, glim_int(1), glim_int(2));", TABLE ", .page = change",
	  "glim_put() without a row" },
	{ "return glim_next(r);", TABLE ", .row = change", "it is there already" },
	{ "return glim_exec(r->ctx, \"X\");", TABLE ", .row = change",
	  "the function of a backfill may only" },
	{ "return !glim_query(r->ctx, \"X\");", TABLE ", .row = change",
	  "the function of a backfill may only" },
	{ "return glim_begin(r->ctx);", TABLE ", .row = change",
	  "the function of a backfill may only" },
	{ "glim_bulk_open(r->ctx, .table = \"t\", .columns = \"a\"); return 0;",
	  TABLE ", .row = change", "the function of a backfill may only" },
	{ "return glim_backfill(r->ctx, .table = \"t\", .key = \"a\", .set = \"x = 1\");",
	  TABLE ", .row = change", "the function of a backfill may only" },
};

START_TEST(what_is_misuse)
{
	const struct misuse_case *given = &misuses[_i];

	run_backfill(1, given->function, given->options);
	ck_assert_msg(script.result.returned / 100 == GLIM_MISUSE, "%s | %s: %d %s",
		      given->function, given->options, script.result.returned,
		      text_get(&script.told));
	ck_assert_msg(strstr(text_get(&script.told), given->told), "%s | %s: %s", given->function,
		      given->options, text_get(&script.told));
	ck_assert_ptr_null(strstr(text_get(&script.asked), "page"));
}
END_TEST

static const struct failing_case {
	const char *function, *told;
} failures[] = {
	{ "return 5;", "fail 1 the function of the backfill returned 5\n" },
	{ "return glim_fail(r->ctx, \"no %s\", glim_get_text(r, 0));", "fail 1 no 1\n" },
	{ "glim_fail(r->ctx, \"no\"); return 0;", "fail 1 no\n" },
	{ "glim_log(r->ctx, GLIM_INFO, \"hm\"); glim_get_int(r, 9); return 0;", "fail 3 column 9" },
};

START_TEST(a_function_that_fails_ends_it)
{
	run_backfill(3, failures[_i].function, TABLE ", .row = change");
	ck_assert_int_ne(script.result.returned, 0);
	ck_assert_msg(strstr(text_get(&script.told), failures[_i].told), "%s",
		      text_get(&script.told));
	ck_assert_ptr_null(strstr(text_get(&script.asked), "page"));
}
END_TEST

/* What costs nothing is allowed. */
START_TEST(the_rest_may_be_called)
{
	run_backfill(1,
		     "char *copy = glim_alloc(r->ctx, 10); glim_log(r->ctx, GLIM_INFO, \"%s\", "
		     "glim_driver(r->ctx)); return copy && glim_status(r->ctx) == GLIM_OK && "
		     "!*glim_message(r->ctx) && glim_progress(r->ctx, 1, 2) ? 0 : 9;",
		     TABLE ", .row = change");
	ck_assert_msg(script.result.returned == 0, "%s", text_get(&script.told));
}
END_TEST

Suite *guest_backfill_suite(void);
Suite *guest_backfill_suite(void)
{
	Suite *suite = suite_create("guest_backfill");
	TCase *cases = tcase_create("guest_backfill");

	tcase_set_timeout(cases, 60);
	tcase_add_checked_fixture(cases, open_script, close_script);
	tcase_add_test(cases, each_page_is_asked_and_answered);
	tcase_add_test(cases, a_function_may_take_the_whole_page);
	tcase_add_loop_test(cases, a_page_that_begins_anew_is_put_once, 0, 2);
	tcase_add_test(cases, an_expression_needs_no_function);
	tcase_add_loop_test(cases, what_is_misuse, 0, sizeof misuses / sizeof *misuses);
	tcase_add_loop_test(cases, a_function_that_fails_ends_it, 0,
			    sizeof failures / sizeof *failures);
	tcase_add_test(cases, the_rest_may_be_called);
	suite_add_tcase(suite, cases);
	return suite;
}
