#include <check.h>

#include "execute/fingerprint.h"

#define SERVER  "server MariaDB 10.11.19"
#define SAME    FINGERPRINT_SAME
#define CHANGED FINGERPRINT_CHANGED
#define MIXED   FINGERPRINT_MIXED

struct verdict_case {
	const char *before, *after;
	enum fingerprint_verdict verdict;
};

#define LINE(text)  SERVER "\n" text
#define LINES(a, b) SERVER "\n" a "\n" b

static const struct verdict_case cases[] = {
	{ SERVER, SERVER, SAME },
	{ LINE("appears table `t` absent"), LINE("appears table `t` absent"), SAME },
	{ LINE("appears table `t` absent"), LINE("appears table `t` 1f"), CHANGED },
	{ LINE("appears table `t` absent"), LINE("appears table `t` hidden"), CHANGED },
	{ LINE("appears table `t` absent"), LINE("appears table `t` refused"), MIXED },
	{ LINE("appears table `t` 1f"), LINE("appears table `t` 1f"), SAME },
	{ LINE("appears table `t` 1f"), LINE("appears table `t` 2f"), MIXED },
	{ LINE("appears table `t` 1f"), LINE("appears table `t` absent"), MIXED },

	{ LINE("goes table `t` 1f"), LINE("goes table `t` 1f"), SAME },
	{ LINE("goes table `t` 1f"), LINE("goes table `t` absent"), CHANGED },
	{ LINE("goes table `t` hidden"), LINE("goes table `t` absent"), CHANGED },
	{ LINE("goes table `t` 1f"), LINE("goes table `t` 2f"), MIXED },
	{ LINE("goes table `t` absent"), LINE("goes table `t` absent"), SAME },
	{ LINE("goes table `t` absent"), LINE("goes table `t` 1f"), MIXED },

	{ LINE("changes table `t` 1f"), LINE("changes table `t` 1f"), SAME },
	{ LINE("changes table `t` 1f"), LINE("changes table `t` 2f"), CHANGED },
	{ LINE("changes table `t` 1f"), LINE("changes table `t` absent"), MIXED },
	{ LINE("changes table `t` absent"), LINE("changes table `t` absent"), SAME },
	{ LINE("changes table `t` absent"), LINE("changes table `t` 1f"), MIXED },
	{ LINE("changes table `t` hidden"), LINE("changes table `t` hidden"), MIXED },
	{ LINE("changes table `t` refused"), LINE("changes table `t` refused"), MIXED },

	/* What holds data and looks the same may already be the new one. */
	{ LINE("replaced table `t` absent"), LINE("replaced table `t` absent"), SAME },
	{ LINE("replaced table `t` absent"), LINE("replaced table `t` 1f"), CHANGED },
	{ LINE("replaced table `t` 1f"), LINE("replaced table `t` 2f"), CHANGED },
	{ LINE("replaced table `t` 1f"), LINE("replaced table `t` 1f"), MIXED },
	/* The old one is dropped before the new one is made. */
	{ LINE("replaced table `t` 1f"), LINE("replaced table `t` absent"), SAME },
	{ LINE("renewed event `e` 1f"), LINE("renewed event `e` 1f"), SAME },
	{ LINE("renewed event `e` 1f"), LINE("renewed event `e` 2f"), CHANGED },
	{ LINE("renewed event `e` absent"), LINE("renewed event `e` 2f"), CHANGED },

	{ LINES("goes table `t` 1f", "goes table `u` 2f"),
	  LINES("goes table `t` absent", "goes table `u` absent"), CHANGED },
	{ LINES("goes table `t` 1f", "goes table `u` 2f"),
	  LINES("goes table `t` absent", "goes table `u` 2f"), MIXED },
	{ LINES("goes table `t` 1f", "goes table `u` absent"),
	  LINES("goes table `t` absent", "goes table `u` absent"), MIXED },
	{ LINES("goes table `t` 1f", "appears table `u` absent"),
	  LINES("goes table `t` absent", "appears table `u` 2f"), CHANGED },
	{ LINES("goes table `t` 1f", "appears table `u` absent"),
	  LINES("goes table `t` absent", "appears table `u` absent"), MIXED },

	/* With IF EXISTS, what is left may be dropped, and what is not there was never asked for.
	 */
	{ LINES("may-go table `t` 1f", "may-go table `u` absent"),
	  LINES("may-go table `t` absent", "may-go table `u` absent"), CHANGED },
	{ LINES("may-go table `t` 1f", "may-go table `u` 2f"),
	  LINES("may-go table `t` absent", "may-go table `u` 2f"), SAME },
	{ LINES("may-go table `t` absent", "may-go table `u` absent"),
	  LINES("may-go table `t` absent", "may-go table `u` absent"), SAME },
	{ LINE("may-go table `t` absent"), LINE("may-go table `t` 1f"), MIXED },
	{ LINE("may-go table `t` 1f"), LINE("may-go table `t` 2f"), MIXED },

	{ LINES("swapped table `t` 1f", "swapped table `u` 2f"),
	  LINES("swapped table `t` 2f", "swapped table `u` 1f"), CHANGED },
	{ LINES("swapped table `t` 1f", "swapped table `u` 2f"),
	  LINES("swapped table `t` 1f", "swapped table `u` 2f"), SAME },

	/* A server that was upgraded meanwhile may show the same object in other words. */
	{ "server MariaDB 10.6.1\nchanges table `t` 1f", LINE("changes table `t` 2f"), MIXED },
	{ "server MariaDB 10.6.1\nchanges table `t` 1f", LINE("changes table `t` 1f"), SAME },
	{ "server MariaDB 10.6.1\ngoes table `t` 1f", LINE("goes table `t` absent"), CHANGED },
	{ "server MariaDB 10.6.1\nappears table `t` absent", LINE("appears table `t` 1f"),
	  CHANGED },

	/* Texts that do not belong together. */
	{ LINE("goes table `a b c` 1f"), LINE("goes table `a b c` absent"), CHANGED },
	{ LINE("goes table `t` 1f"), LINE("goes table `u` absent"), MIXED },
	{ LINE("goes table `t` 1f"), SERVER, MIXED },
	{ SERVER, LINE("goes table `t` 1f"), MIXED },
	{ LINE("vanishes table `t` 1f"), LINE("vanishes table `t` 1f"), MIXED },
	{ LINE("goes"), LINE("goes"), MIXED },
	{ "", "", MIXED },
};

START_TEST(two_fingerprints_decide_what_happened)
{
	const struct verdict_case *one = &cases[_i];

	ck_assert_msg(fingerprint_compare(one->before, one->after) == one->verdict, "%s\n->\n%s",
		      one->before, one->after);
}
END_TEST

static const struct {
	const char *before;
	bool ambiguous;
} swaps[] = {
	{ SERVER, false },
	{ LINES("swapped table `t` 1f", "swapped table `u` 2f"), false },
	{ LINES("swapped table `t` 1f", "swapped table `u` 1f"), true },
	{ LINES("goes table `t` 1f", "goes table `u` 1f"), false },
	{ LINES("goes table `t` 1f", "swapped table `u` 1f"), false },
	{ LINES("swapped table `t` hidden", "swapped table `u` 1f"), true },
	{ LINES("swapped table `t` 1f", "swapped table `u` refused"), true },
	{ LINES("swapped table `t` 1f", "swapped table `u` absent"), true },
};

START_TEST(tables_that_look_the_same_change_places_unseen)
{
	ck_assert_msg(fingerprint_ambiguous(swaps[_i].before) == swaps[_i].ambiguous, "%s",
		      swaps[_i].before);
}
END_TEST

Suite *fingerprint_suite(void);

Suite *fingerprint_suite(void)
{
	Suite *suite = suite_create("fingerprints");
	TCase *tests = tcase_create("fingerprint");

	tcase_add_loop_test(tests, two_fingerprints_decide_what_happened, 0,
			    sizeof cases / sizeof *cases);
	tcase_add_loop_test(tests, tables_that_look_the_same_change_places_unseen, 0,
			    sizeof swaps / sizeof *swaps);
	suite_add_tcase(suite, tests);
	return suite;
}
