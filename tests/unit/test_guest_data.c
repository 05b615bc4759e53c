/* What a migration's scans and bulks become on their way to the host. */
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

static const char header[] = "#include <glim/data.h>\n";

static const glim_value pairs[] = {
	{ .type = GLIM_TYPE_INT, .as.integer = 1 },
	{ .type = GLIM_TYPE_TEXT, .length = 3, .as.data = "one" },
	{ .type = GLIM_TYPE_INT, .as.integer = 2 },
	{ .type = GLIM_TYPE_TEXT, .length = 3, .as.data = "two" },
};

static void run_body(const char *body)
{
	script.columns = script.rows = 2;
	script.values = pairs;
	script_run_body(&script, header, body);
}

/* The service gives the same page until it has been asked three times. */
START_TEST(a_scan_reads_page_after_page)
{
	script.pages = 3;
	run_body("int64_t sum = 0; glim_rows *r = glim_scan(ctx, .table = \"t\", .key = \"b\",\n"
		 ".columns = \"a\", .where = \"c = ?\", .page_rows = 2,\n"
		 ".values = (const glim_value[]){ glim_text(\"x\"), glim_end() });\n"
		 "while (glim_next(r)) { sum += glim_get_int(r, 0); glim_exec(ctx, \"I\"); }\n"
		 "return (int)sum;");
	ck_assert_int_eq(script.result.returned, 9);
	ck_assert_str_eq(text_get(&script.asked),
			 "scan m.c:1 t a,b by b where c = ? ['x'] limit 2\n"
			 "exec m.c:4 I\nexec m.c:4 I\n"
			 "scan m.c:1 t a,b by b where c = ? ['x'] behind ['two'] limit 2\n"
			 "exec m.c:4 I\nexec m.c:4 I\n"
			 "scan m.c:1 t a,b by b where c = ? ['x'] behind ['two'] limit 2\n"
			 "exec m.c:4 I\nexec m.c:4 I\n");
}
END_TEST

/* A page that ended early was large: the next one asks for less. */
START_TEST(a_scan_asks_for_no_more_than_fits)
{
	script.pages = 2;
	run_body("glim_rows *r = glim_scan(ctx, .table = \"t\", .key = \"a\", .columns = \"a, "
		 "b\");\n"
		 "int n = 0; while (glim_next(r)) n++; return n;");
	ck_assert_int_eq(script.result.returned, 4);
	ck_assert_str_eq(text_get(&script.asked), "scan m.c:1 t a,b by a limit 1000\n"
						  "scan m.c:1 t a,b by a behind [2] limit 2\n");
}
END_TEST

START_TEST(the_hidden_key_is_no_column)
{
	script.pages = 1;
	run_body("glim_rows *r = glim_scan(ctx, .table = \"t\", .key = \"b\", .columns = \"a\");\n"
		 "if (!glim_next(r)) return 9; glim_get_text(r, 1); return glim_status(ctx);");
	ck_assert_int_eq(script.result.returned, GLIM_MISUSE);
	ck_assert_ptr_nonnull(
		strstr(text_get(&script.told), "column 1 was read; the last one is 0"));
}
END_TEST

START_TEST(rows_travel_together)
{
	run_body("glim_bulk *b = glim_bulk_open(ctx, .table = \"t\", .columns = \"id, name\",\n"
		 ".key = \"id\", .mode = GLIM_BULK_UPSERT);\n"
		 "glim_bulk_row(b, glim_int(1), glim_text(\"x\"));\n"
		 "glim_bulk_row(b, glim_int(2), glim_null());\n"
		 "return glim_bulk_close(b);");
	ck_assert_int_eq(script.result.returned, 0);
	ck_assert_str_eq(text_get(&script.asked), "open m.c:1 1 t id!,name as 1\n"
						  "rows 1 [1 'x' 2 NULL]\n"
						  "close 1\n");
}
END_TEST

/* Other calls find the rows written; a page of a scan does not wait for them. */
START_TEST(rows_come_before_what_is_asked_next)
{
	script.pages = 1;
	run_body("glim_bulk *b = glim_bulk_open(ctx, .table = \"t\", .columns = \"id\");\n"
		 "glim_bulk_row(b, glim_int(1));\n"
		 "glim_scan(ctx, .table = \"t\", .key = \"a\", .columns = \"a, b\");\n"
		 "glim_bulk_row(b, glim_int(2));\n"
		 "glim_exec(ctx, \"E\");\n"
		 "glim_bulk_row(b, glim_int(3)); glim_flush(ctx);\n"
		 "return glim_bulk_close(b);");
	ck_assert_str_eq(text_get(&script.asked), "open m.c:1 1 t id as 0\n"
						  "scan m.c:3 t a,b by a limit 1000\n"
						  "rows 1 [1 2]\nexec m.c:5 E\n"
						  "rows 1 [3]\nflush\nclose 1\n");
}
END_TEST

START_TEST(many_rows_are_several_packets)
{
	run_body("glim_bulk *b = glim_bulk_open(ctx, .table = \"t\", .columns = \"id\");\n"
		 "for (int i = 0; i < 25000; i++) glim_bulk_row(b, glim_int(i));\n"
		 "return glim_bulk_close(b);");
	ck_assert_int_eq(script.result.returned, 0);
	ck_assert_uint_eq(script.requests, 5);
	ck_assert_uint_eq(script.rows_given, 25000);
}
END_TEST

#define TWO_BULKS                                                                                  \
	"glim_bulk *p = glim_bulk_open(ctx, .table = \"p\", .columns = \"id\"),\n"                 \
	"*c = glim_bulk_open(ctx, .table = \"c\", .columns = \"p\");\n"
#define TWO_CLOSED "glim_bulk_close(p); return glim_bulk_close(c);"

static const struct {
	const char *body, *asked;
} bulk_orders[] = {
	/* In turn: as they were opened. */
	{ "for (int i = 1; i < 3; i++) { glim_bulk_row(p, glim_int(i)); "
	  "glim_bulk_row(c, glim_int(i)); }\n",
	  "rows 1 [1 2]\nrows 2 [1 2]\nclose 1\nclose 2\n" },
	/* One behind the other: as they were given. */
	{ "glim_bulk_row(c, glim_int(1)); glim_bulk_row(c, glim_int(2)); "
	  "glim_bulk_row(p, glim_int(3));\n",
	  "rows 2 [1 2]\nrows 1 [3]\nclose 1\nclose 2\n" },
	/* A packet that is full takes those before it along. */
	{ "glim_bulk_row(p, glim_int(1)); for (int i = 0; i < 10000; i++) "
	  "glim_bulk_row(c, glim_null()); glim_bulk_row(p, glim_int(2));\n",
	  "rows 1 [1]\nrows 2 [NULL" },
	/* Behind it they are in turn again. */
	{ "for (int i = 0; i < 10001; i++) { glim_bulk_row(p, glim_int(0)); "
	  "glim_bulk_row(c, glim_null()); }\n",
	  "0]\nrows 2 [NULL]\nclose 1\n" },
};

START_TEST(bulks_are_written_in_order)
{
	char *body = memory_format(TWO_BULKS "%s" TWO_CLOSED, bulk_orders[_i].body);

	run_body(body);
	ck_assert_int_eq(script.result.returned, 0);
	ck_assert_msg(strstr(text_get(&script.asked), bulk_orders[_i].asked), "%.300s",
		      text_get(&script.asked));
	free(body);
}
END_TEST

static const struct misuse_case {
	const char *body, *told;
} misuses[] = {
	{ "glim_scan(ctx, .key = \"a\", .columns = \"a\")", "a scan without a table" },
	{ "glim_scan(ctx, .table = \"t\", .columns = \"a\")", "a scan's .key \"\": it is missing" },
	{ "glim_scan(ctx, .table = \"t\", .key = \"a\")", "a scan's .columns \"\": it is missing" },
	{ "glim_scan(ctx, .table = \"t\", .key = \"a,,b\", .columns = \"a\")",
	  "a scan's .key \"a,,b\": a name is empty" },
	{ "ctx->api->scan(ctx, &(struct glim_scan_options){ .size = 4 })",
	  "a scan whose options have no size" },
	{ "ctx->api->scan(ctx, NULL)", "a scan whose options have no size" },
	{ "glim_bulk_open(ctx, .columns = \"a\")", "a bulk without its table" },
	{ "glim_bulk_open(ctx, .table = \"t\")", "a bulk without its columns" },
	{ "glim_bulk_open(ctx, .table = \"t\", .columns = \"a, a\")",
	  "a bulk's .columns \"a, a\": a name stands there twice" },
	{ "glim_bulk_open(ctx, .table = \"t\", .columns = \"a\", .key = \"b\", .mode = 1)",
	  "a bulk's key b is none of its columns" },
	{ "glim_bulk_open(ctx, .table = \"t\", .columns = \"a\", .mode = GLIM_BULK_UPDATE)",
	  "a bulk of t: it has no key" },
	{ "glim_bulk_open(ctx, .table = \"t\", .columns = \"a\", .mode = 9)",
	  "a bulk of t: it does what nobody knows" },
	{ "glim_bulk_row(glim_bulk_open(ctx, .table = \"t\", .columns = \"a\"), glim_int(1), "
	  "glim_int(2))",
	  "row 1: 2 values in a bulk of 1 columns" },
	{ "glim_bulk *b = glim_bulk_open(ctx, .table = \"t\", .columns = \"a, b\"); "
	  "for (int i = 0; i < 10001; i++) glim_bulk_row(b, glim_int(i), glim_int(i)); "
	  "glim_bulk_row(b, glim_int(1))",
	  "row 10002: 1 values in a bulk of 2 columns" },
	{ "glim_bulk *b = glim_bulk_open(ctx, .table = \"t\", .columns = \"a\"); "
	  "glim_bulk_close(b); glim_bulk_row(b, glim_int(1))",
	  "a row of a bulk that is closed" },
	{ "glim_bulk *b = glim_bulk_open(ctx, .table = \"t\", .columns = \"a\"); "
	  "glim_bulk_close(b); glim_bulk_close(b)",
	  "a bulk is closed that is closed already" },
	{ "glim_bulk *b = glim_bulk_open(ctx, .table = \"t\", .columns = \"a\"); "
	  "glim_value v = glim_int(1); v.type = 77; glim_bulk_values(b, (glim_value[]){ v, "
	  "glim_end() })",
	  "value 1 is of the unknown type 77" },
};

START_TEST(what_is_misuse)
{
	const struct misuse_case *given = &misuses[_i];
	char *body = memory_format("%s; return glim_status(ctx);", given->body);

	run_body(body);
	ck_assert_msg(script.result.returned == GLIM_MISUSE, "%s: %d", given->body,
		      script.result.returned);
	ck_assert_msg(strstr(text_get(&script.told), given->told), "%s: %s", given->body,
		      text_get(&script.told));
	free(body);
}
END_TEST

/* NULL stands for what failed before. */
START_TEST(nothing_comes_of_a_failure)
{
	run_body("glim_fail(ctx, \"no\");\n"
		 "glim_rows *r = glim_scan(ctx, .table = \"t\", .key = \"a\", .columns = \"a\");\n"
		 "glim_bulk *b = glim_bulk_open(ctx, .table = \"t\", .columns = \"a\");\n"
		 "return r || b || glim_next(r) ? 9 : glim_bulk_row(b, glim_int(1)) * 10 +\n"
		 "glim_bulk_close(b);");
	ck_assert_int_eq(script.result.returned, 11);
	ck_assert_str_eq(text_get(&script.asked), "");
}
END_TEST

/* Without data.h and with it, for those who are to run on older runners. */
START_TEST(an_older_minor_version_can_be_asked_for)
{
	script_run(&script,
		   script_compile_bare("#define GLIM_ABI_MINOR 0\n#include <glim/migration.h>\n"
				       "const char description[] = \"x\";\n"
				       "int run(glim_ctx *ctx) { return glim_abi == 0x10000 && "
				       "sizeof *ctx->api == 232 ? 0 : 9; }\n"),
		   WIRE_VERB_RUN);
	ck_assert_int_eq(script.result.end, HOST_DONE);
	ck_assert_int_eq(script.result.returned, 0);
}
END_TEST

Suite *guest_data_suite(void);
Suite *guest_data_suite(void)
{
	Suite *suite = suite_create("guest_data");
	TCase *cases = tcase_create("guest_data");

	tcase_set_timeout(cases, 60);
	tcase_add_checked_fixture(cases, open_script, close_script);
	tcase_add_test(cases, a_scan_reads_page_after_page);
	tcase_add_test(cases, a_scan_asks_for_no_more_than_fits);
	tcase_add_test(cases, the_hidden_key_is_no_column);
	tcase_add_test(cases, rows_travel_together);
	tcase_add_test(cases, rows_come_before_what_is_asked_next);
	tcase_add_test(cases, many_rows_are_several_packets);
	tcase_add_loop_test(cases, bulks_are_written_in_order, 0,
			    sizeof bulk_orders / sizeof *bulk_orders);
	tcase_add_loop_test(cases, what_is_misuse, 0, sizeof misuses / sizeof *misuses);
	tcase_add_test(cases, nothing_comes_of_a_failure);
	tcase_add_test(cases, an_older_minor_version_can_be_asked_for);
	suite_add_tcase(suite, cases);
	return suite;
}
