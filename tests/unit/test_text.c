/* A text that grows. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { MOST = 200 };

/* At every place, and so at every distance from the end of what is there. */
START_TEST(what_is_printed_fits_everywhere)
{
	char expected[MOST + 16];

	for (size_t before = 0; before < MOST; before++) {
		struct text text = { 0 };

		memset(expected, 'x', before);
		memcpy(expected + before, "[7 seven]", sizeof "[7 seven]");
		for (size_t i = 0; i < before; i++)
			text_add_char(&text, 'x');
		text_print(&text, "[%d %s]", 7, "seven");
		ck_assert_str_eq(text_get(&text), expected);
		ck_assert_uint_eq(text.length, strlen(expected));
		text_print(&text, "%s", "");
		ck_assert_str_eq(text_get(&text), expected);
		text_finish(&text);
	}
}
END_TEST

START_TEST(nothing_that_is_printed_is_a_text)
{
	struct text text = { 0 };

	text_print(&text, "%s", "");
	ck_assert_ptr_nonnull(text.data);
	ck_assert_uint_eq(text.length, 0);
	text_finish(&text);
}
END_TEST

Suite *text_suite(void);

Suite *text_suite(void)
{
	Suite *suite = suite_create("text");
	TCase *tcase = tcase_create("text");

	tcase_add_test(tcase, what_is_printed_fits_everywhere);
	tcase_add_test(tcase, nothing_that_is_printed_is_a_text);
	suite_add_tcase(suite, tcase);
	return suite;
}
