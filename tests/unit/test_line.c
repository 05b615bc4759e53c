/* The line that says where a migration is, at every width. */
#include <check.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "output/width.h"
#include "progress/line.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

enum { SECOND = 1000000 };

static const struct statement_blocker oldest = {
	.who = (char *)"connection 133 (app@10.0.0.4)",
	.age = INT64_C(312) * SECOND,
};

static const struct statement_blocker holder = {
	.who = (char *)"connection 7 (a\033@b)",
	.age = -1,
	.more = 2,
	.is_sure = true,
};

#define PLAIN .rate = -1, .left = -1

static const struct {
	struct progress_facts facts;
	size_t columns;
	const char *terminal, *log;
} cases[] = {
	{ { .name = "AddIndex", .elapsed = INT64_C(1900000), PLAIN },
	  80,
	  "AddIndex  1 s",
	  "AddIndex: 1 s" },
	{ { .name = "AddIndex", .elapsed = INT64_C(72) * SECOND, .step = 2, PLAIN },
	  80,
	  "AddIndex  1 min 12 s  step 2",
	  "AddIndex: 1 min 12 s, step 2" },
	{ { .name = "AddIndex", .elapsed = INT64_C(7320) * SECOND, PLAIN },
	  80,
	  "AddIndex  2 h 2 min",
	  "AddIndex: 2 h 2 min" },
	{ { .name = "Fill", .elapsed = SECOND, .wait = "replica db2 is 9 s behind", PLAIN },
	  80,
	  "Fill  1 s  waits: replica db2 is 9 s behind",
	  "Fill: 1 s, waits: replica db2 is 9 s behind" },
	/* what the migration counts */
	{ { .name = "Fill", .elapsed = SECOND, .counts = true, .done = 999, PLAIN },
	  80,
	  "Fill  1 s  999",
	  "Fill: 1 s, 999" },
	{ { .name = "Fill",
	    .elapsed = SECOND,
	    .counts = true,
	    .done = 120000,
	    .total = 1000000,
	    .rate = 18234.5,
	    .left = INT64_C(48) * SECOND },
	  80,
	  "Fill  1 s  120,000 of 1,000,000 (12 %), 18,200 a second, about 48 s left",
	  "Fill: 1 s, 120,000 of 1,000,000 (12 %), 18,200 a second, about 48 s left" },
	{ { .name = "Fill",
	    .elapsed = SECOND,
	    .counts = true,
	    .done = 7,
	    .total = 3,
	    .rate = 0.25,
	    .left = -1 },
	  80,
	  "Fill  1 s  7 of 3 (100 %), 0.2 a second",
	  "Fill: 1 s, 7 of 3 (100 %), 0.2 a second" },
	/* what the database tells */
	{ { .name = "Copy",
	    .elapsed = SECOND,
	    .step = 1,
	    PLAIN,
	    .asked = true,
	    .statement = { .state = "copy to tmp table",
			   .stage = 1,
			   .stages = 2,
			   .percent = 36.4 } },
	  80,
	  "Copy  1 s  step 1  copy to tmp table, stage 1 of 2, 36 %",
	  "Copy: 1 s, step 1, copy to tmp table, stage 1 of 2, 36 %" },
	{ { .name = "Copy",
	    .elapsed = SECOND,
	    .step = 1,
	    PLAIN,
	    .asked = true,
	    .statement = { .state = "Enabling keys", .stage = 2, .stages = 2, .percent = 0 } },
	  80,
	  "Copy  1 s  step 1  enabling keys, stage 2 of 2",
	  "Copy: 1 s, step 1, enabling keys, stage 2 of 2" },
	{ { .name = "Copy",
	    .elapsed = SECOND,
	    PLAIN,
	    .asked = true,
	    .statement = { .state = "SQL \033[1m", .percent = -1 } },
	  80,
	  "Copy  1 s  SQL \\x1b[1m",
	  "Copy: 1 s, SQL \\x1b[1m" },
	{ { .name = "Copy",
	    .elapsed = SECOND,
	    PLAIN,
	    .asked = true,
	    .statement = { .percent = 50 } },
	  80,
	  "Copy  1 s  50 %",
	  "Copy: 1 s, 50 %" },
	/* whom it waits for */
	{ { .name = "AddIndex",
	    .elapsed = INT64_C(4) * SECOND,
	    .step = 1,
	    PLAIN,
	    .asked = true,
	    .statement = { .state = "Waiting for table metadata lock",
			   .percent = -1,
			   .waits = true },
	    .blocker = &oldest },
	  120,
	  "AddIndex  4 s  step 1  waiting for table metadata lock, oldest open transaction: "
	  "connection 133 (app@10.0.0.4), 312 s",
	  "AddIndex: 4 s, step 1, waiting for table metadata lock, oldest open transaction: "
	  "connection 133 (app@10.0.0.4), 312 s" },
	{ { .name = "AddIndex",
	    .elapsed = SECOND,
	    PLAIN,
	    .asked = true,
	    .statement = { .state = "Waiting", .percent = -1, .waits = true },
	    .blocker = &holder },
	  120,
	  "AddIndex  1 s  waiting, held by connection 7 (a\\x1b@b), and 2 more",
	  "AddIndex: 1 s, waiting, held by connection 7 (a\\x1b@b), and 2 more" },
	/* one that no longer waits has no blocker */
	{ { .name = "AddIndex",
	    .elapsed = SECOND,
	    PLAIN,
	    .asked = true,
	    .statement = { .state = "altering table", .percent = -1 },
	    .blocker = &oldest },
	  120,
	  "AddIndex  1 s  altering table",
	  "AddIndex: 1 s, altering table" },
};

START_TEST(a_line_says_what_is_known)
{
	char *terminal = line_for_terminal(&cases[_i].facts, cases[_i].columns);
	char *log = line_for_log(&cases[_i].facts);

	ck_assert_str_eq(terminal, cases[_i].terminal);
	ck_assert_str_eq(log, cases[_i].log);
	free(terminal);
	free(log);
}
END_TEST

static const struct progress_facts wide = {
	.name = "AddAVeryLongNameIndeed",
	.elapsed = INT64_C(72) * SECOND,
	.step = 3,
	.counts = true,
	.done = 120000,
	.total = 1000000,
	.rate = 18234,
	.left = INT64_C(48) * SECOND,
};

static const struct {
	size_t columns;
	const char *line;
} widths[] = {
	{ 200, "AddAVeryLongNameIndeed  1 min 12 s  step 3  120,000 of 1,000,000 (12 %), 18,200 a "
	       "second, about 48 s left" },
	{ 98,
	  "AddAVeryLongNameIndeed  1 min 12 s  120,000 of 1,000,000 (12 %), 18,200 a second, about "
	  "48 s left" },
	{ 82, "AddAVeryLongNameIndeed  1 min 12 s  120,000 of 1,000,000 (12 %), about 48 s left" },
	{ 70, "AddAVeryLongNameIndeed  1 min 12 s  120,000 of 1,000,000 (12 %)" },
	{ 60, "1 min 12 s  120,000 of 1,000,000 (12 %)" },
	{ 20, "1 min 12 s" },
	{ 5, "" },
	{ 1, "" },
};

START_TEST(what_has_no_room_is_left_out_whole)
{
	char *line = line_for_terminal(&wide, widths[_i].columns);

	ck_assert_str_eq(line, widths[_i].line);
	free(line);
}
END_TEST

START_TEST(no_line_is_as_wide_as_its_terminal)
{
	for (size_t columns = 1; columns < 150; columns++)
		for (int i = 0; i < COUNT(cases); i++) {
			char *line = line_for_terminal(&cases[i].facts, columns);
			const char *name = cases[i].facts.name;

			ck_assert_uint_lt(width_of(line), columns);
			ck_assert(strstr(line, name) == line || !strchr(line, name[0]));
			free(line);
		}
}
END_TEST

/* A character of two columns, one of none, and one of more bytes than columns. */
START_TEST(columns_are_counted_and_not_bytes)
{
	struct progress_facts facts = { .name = "數e\xcc\x81ü", .elapsed = SECOND, PLAIN };
	char *line;

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	line = line_for_terminal(&facts, 11);
	ck_assert_str_eq(line, "數e\xcc\x81ü  1 s");
	free(line);
	line = line_for_terminal(&facts, 9);
	ck_assert_str_eq(line, "1 s");
	free(line);
}
END_TEST

START_TEST(it_is_known_whether_the_line_names_the_blocker)
{
	const struct progress_facts facts = {
		.name = "AddIndex",
		.elapsed = SECOND,
		PLAIN,
		.asked = true,
		.statement = { .state = "Waiting for table metadata lock",
			       .percent = -1,
			       .waits = true },
		.blocker = &oldest,
	};

	ck_assert(line_has_blocker(&facts, 200));
	ck_assert(!line_has_blocker(&facts, 80));
}
END_TEST

Suite *line_suite(void);
Suite *line_suite(void)
{
	Suite *suite = suite_create("line");
	TCase *tests = tcase_create("line");

	tcase_add_loop_test(tests, a_line_says_what_is_known, 0, COUNT(cases));
	tcase_add_loop_test(tests, what_has_no_room_is_left_out_whole, 0, COUNT(widths));
	tcase_add_test(tests, no_line_is_as_wide_as_its_terminal);
	tcase_add_test(tests, columns_are_counted_and_not_bytes);
	tcase_add_test(tests, it_is_known_whether_the_line_names_the_blocker);
	suite_add_tcase(suite, tests);
	return suite;
}
