/* The report: nothing foreign is a mark, short and long durations both show, every state is told.
 */
#include <check.h>
#include <string.h>

#include "report/report.h"

static const char foreign[] =
	"<script>alert(\"1\")</script> & 'x' `y` |z| [l](m) @ana \x1b[31m\xff";

static struct record record = {
	.name = (char *)foreign,
	.description = (char *)foreign,
	.created_at = 1,
	.duration_us = 12000,
	.applied_by = (char *)foreign,
	.error = (char *)foreign,
};

static char *problems[] = { (char *)foreign };

static struct log_row log_rows[] = {
	{ .event = (char *)"run",
	  .name = (char *)foreign,
	  .created_at = 1000000,
	  .duration_us = 5 },
	{ .event = (char *)foreign,
	  .name = (char *)foreign,
	  .created_at = 9000000,
	  .duration_us = -1,
	  .by = (char *)foreign,
	  .reason = (char *)foreign },
};

static struct finding finding = { .rule = "drop-column", .sentence = (char *)foreign };

static struct preview_statement statements[] = {
	{
		.sql = (char *)"SELECT '```<b>\n\tx'",
		.values = (char *)foreign,
		.site = (char *)foreign,
		.uncertain = foreign,
		.findings = { &finding, 1 },
	},
};

static struct entry waiting = {
	.name = (char *)foreign,
	.facts = { .known = true, .description = (char *)foreign },
};

/* With its statements, and one that stopped; of the others nobody knows them. */
static struct preview_item items[] = {
	{ .statements = statements,
	  .count = 1,
	  .looked = true,
	  .failed = true,
	  .error = { .message = (char *)foreign, .says = (char *)foreign } },
	{ .looked = false },
};

static const struct report_pending pending[] = {
	{ &waiting, &items[0], foreign },
	{ &waiting, &items[1], NULL },
	{ &waiting, NULL, NULL },
};

static const struct error stopped = { .code = ERROR_FAILED, .message = (char *)foreign };

static void write(struct text *out, void (*writer)(struct text *, const struct report *))
{
	struct overview_row rows[OVERVIEW_STATES];
	struct overview overview = { .rows = rows, .count = OVERVIEW_STATES };
	struct log log = { .exists = true, .rows = log_rows, .count = 2 };
	const struct report report = {
		.title = foreign,
		.plugins = foreign,
		.time = 1000000,
		.overview = &overview,
		.log = &log,
		.pending = pending,
		.pending_count = sizeof pending / sizeof *pending,
		.stopped = &stopped,
	};

	for (int state = 0; state < OVERVIEW_STATES; state++) {
		rows[state] = (struct overview_row){
			.name = foreign,
			.state = (enum overview_state)state,
			.record = &record,
			.problems = problems,
			.problem_count = 1,
		};
		overview.states[state] = 1;
	}
	writer(out, &report);
}

START_TEST(nothing_foreign_is_html)
{
	struct text out = { 0 };

	write(&out, report_write_html);
	ck_assert_ptr_null(strstr(text_get(&out), "<script"));
	ck_assert_ptr_null(strstr(text_get(&out), "\"1\""));
	ck_assert_ptr_null(strchr(text_get(&out), '\x1b'));
	ck_assert(text_is_utf8(text_get(&out), out.length));
	ck_assert_ptr_nonnull(strstr(text_get(&out), "&lt;script&gt;alert(&quot;1&quot;)"));
	for (int state = 0; state < OVERVIEW_STATES; state++)
		ck_assert_ptr_nonnull(
			strstr(text_get(&out), overview_state_name((enum overview_state)state)));
	text_finish(&out);
}
END_TEST

/* Outside of spans of code; what is escaped with a backslash has none in front of its mark left. */
START_TEST(nothing_foreign_is_markdown)
{
	struct text out = { 0 };

	write(&out, report_write_markdown);
	ck_assert_ptr_null(strchr(text_get(&out), '\x1b'));
	ck_assert_ptr_nonnull(strstr(text_get(&out), "&#60;script\\>"));
	ck_assert_ptr_nonnull(strstr(text_get(&out), "\\|z\\| \\[l\\](m) &#64;ana"));
	ck_assert_ptr_nonnull(strstr(text_get(&out), "'y' /z/"));
	text_finish(&out);
}
END_TEST

/* Whose lines are kept, and whose marks are none. */
START_TEST(statements_that_wait_are_shown)
{
	struct text html = { 0 }, markdown = { 0 };

	write(&html, report_write_html);
	ck_assert_ptr_nonnull(strstr(text_get(&html), "<b class=\"drifted\">drop-column</b> &lt;"));
	ck_assert_ptr_nonnull(
		strstr(text_get(&html), "<pre>SELECT &#39;```&lt;b&gt;\n\tx&#39;</pre>"));
	ck_assert_ptr_nonnull(strstr(text_get(&html), "<summary class=\"small\">1 statement<"));
	ck_assert_ptr_nonnull(strstr(text_get(&html), ">1 of them is code; "));
	write(&markdown, report_write_markdown);
	ck_assert_ptr_nonnull(strstr(text_get(&markdown), "   - **drop-column** &#60;script"));
	ck_assert_ptr_nonnull(strstr(text_get(&markdown), "\n   ````sql\n   SELECT '```<b>\n   "
							  "\tx';\n   ````\n"));
	text_finish(&html);
	text_finish(&markdown);
}
END_TEST

static const struct {
	int64_t duration, longest;
	double least, most;
} scales[] = {
	{ 0, 1000000, 0, 0 },
	{ 1000, 1000000, 0, 0 },
	{ 1000000, 1000000, 1, 1 },
	{ 2000000, 1000000, 1, 1 },
	{ 31623, 1000000, 0.45, 0.55 },
	{ 9000, 655000000, 0.1, 0.25 },
	{ 41200000, 655000000, 0.7, 0.9 },
};

START_TEST(short_and_long_durations_both_show)
{
	const double at = report_scale(scales[_i].duration, scales[_i].longest);

	ck_assert_double_ge(at, scales[_i].least);
	ck_assert_double_le(at, scales[_i].most);
}
END_TEST

START_TEST(a_timeline_wants_two_times)
{
	struct text out = { 0 };
	const struct log one = { .rows = log_rows, .count = 1 },
			 two = { .rows = log_rows, .count = 2 };

	report_write_timeline(&out, &one);
	ck_assert_uint_eq(out.length, 0);
	report_write_timeline(&out, &two);
	ck_assert_ptr_nonnull(strstr(text_get(&out), "<circle class=\"applied\" cx=\"90.0\""));
	ck_assert_ptr_nonnull(strstr(text_get(&out), "<circle class=\"drifted\" cx=\"940.0\""));
	text_finish(&out);
}
END_TEST

Suite *report_suite(void);
Suite *report_suite(void)
{
	Suite *suite = suite_create("report");
	TCase *tests = tcase_create("report");

	tcase_add_test(tests, nothing_foreign_is_html);
	tcase_add_test(tests, nothing_foreign_is_markdown);
	tcase_add_test(tests, statements_that_wait_are_shown);
	tcase_add_loop_test(tests, short_and_long_durations_both_show, 0,
			    sizeof scales / sizeof *scales);
	tcase_add_test(tests, a_timeline_wants_two_times);
	suite_add_tcase(suite, tests);
	return suite;
}
