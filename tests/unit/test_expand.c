/* ${NAME} in a text. */
#include <check.h>
#include <stdlib.h>

#include "config/expand.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static const struct {
	const char *text;
	enum expand_answer answer;
	const char *result; /* the text, or the variable's name */
} cases[] = {
	{ "", EXPAND_PLAIN, "" },
	{ "plain", EXPAND_PLAIN, "plain" },
	{ "pa$$word$", EXPAND_PLAIN, "pa$$word$" },
	{ "$GLIM_TEST_A {}", EXPAND_PLAIN, "$GLIM_TEST_A {}" },
	{ "$${GLIM_TEST_A}", EXPAND_PLAIN, "${GLIM_TEST_A}" },
	{ "$$${GLIM_TEST_A}", EXPAND_PLAIN, "$${GLIM_TEST_A}" },
	{ "${GLIM_TEST_A}", EXPAND_TAKEN, "one" },
	{ "x${GLIM_TEST_A}-${GLIM_TEST_A}y", EXPAND_TAKEN, "xone-oney" },
	{ "${GLIM_TEST_EMPTY}", EXPAND_TAKEN, "" },
	{ "${GLIM_TEST_NESTED}", EXPAND_TAKEN, "${GLIM_TEST_A}" },
	{ "$${a}${GLIM_TEST_A}", EXPAND_TAKEN, "${a}one" },
	{ "${GLIM_TEST_UNSET}", EXPAND_UNSET, "GLIM_TEST_UNSET" },
	{ "${GLIM_TEST_A}${GLIM_TEST_UNSET}", EXPAND_UNSET, "GLIM_TEST_UNSET" },
	{ "${GLIM_TEST_BYTES}", EXPAND_NOT_UTF8, "GLIM_TEST_BYTES" },
	{ "${GLIM_TEST_A", EXPAND_UNFINISHED, NULL },
	{ "${", EXPAND_UNFINISHED, NULL },
	{ "${}", EXPAND_BAD_NAME, "" },
	{ "${1}", EXPAND_BAD_NAME, "1" },
	{ "${A=B}", EXPAND_BAD_NAME, "A=B" },
	{ "${A:-x}", EXPAND_BAD_NAME, "A:-x" },
};

START_TEST(variables_are_replaced)
{
	char *text = NULL, *variable = NULL;
	enum expand_answer answer;

	setenv("GLIM_TEST_A", "one", 1);
	setenv("GLIM_TEST_EMPTY", "", 1);
	setenv("GLIM_TEST_NESTED", "${GLIM_TEST_A}", 1);
	setenv("GLIM_TEST_BYTES", "\xc3(", 1);
	unsetenv("GLIM_TEST_UNSET");
	answer = expand_text(cases[_i].text, &text, &variable);
	ck_assert_int_eq(answer, cases[_i].answer);
	ck_assert_pstr_eq(text ? text : variable, cases[_i].result);
	ck_assert(!text || !variable);
	ck_assert(expand_needed(cases[_i].text) == (answer != EXPAND_PLAIN));
	free(text);
	free(variable);
}
END_TEST

Suite *expand_suite(void);
Suite *expand_suite(void)
{
	Suite *suite = suite_create("expand");
	TCase *tests = tcase_create("expand");

	tcase_add_loop_test(tests, variables_are_replaced, 0, COUNT(cases));
	suite_add_tcase(suite, tests);
	return suite;
}
