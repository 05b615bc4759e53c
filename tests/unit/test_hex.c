/* Bytes written as digits, and read back. */
#include <check.h>

#include "base/hex.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

START_TEST(every_byte_comes_back)
{
	unsigned char bytes[256];
	struct text digits = { 0 }, back = { 0 };

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)i;
	hex_add(&digits, bytes, sizeof bytes);
	ck_assert_uint_eq(digits.length, 2 * sizeof bytes);
	ck_assert(hex_read(text_get(&digits), &back));
	ck_assert_uint_eq(back.length, sizeof bytes);
	ck_assert_mem_eq(back.data, bytes, sizeof bytes);
	text_finish(&digits);
	text_finish(&back);
}
END_TEST

static const struct {
	const char *digits, *before; /* what stands before the damage */
} damaged[] = {
	{ "4", "" },     { "414", "A" }, { "41 42", "A" }, { "41g2", "A" },
	{ "412g", "A" }, { "4B", "" },   { "0x41", "" },   { "4142\n", "AB" },
};

START_TEST(what_is_damaged_is_told)
{
	struct text out = { 0 };

	ck_assert(!hex_read(damaged[_i].digits, &out));
	ck_assert_str_eq(text_get(&out), damaged[_i].before);
	text_finish(&out);
}
END_TEST

START_TEST(nothing_is_no_bytes)
{
	struct text out = { 0 };

	hex_add(&out, "", 0);
	ck_assert_str_eq(text_get(&out), "");
	ck_assert(hex_read("", &out));
	ck_assert_uint_eq(out.length, 0);
	text_finish(&out);
}
END_TEST

Suite *hex_suite(void);
Suite *hex_suite(void)
{
	Suite *suite = suite_create("hex");
	TCase *all = tcase_create("all");

	tcase_add_test(all, every_byte_comes_back);
	tcase_add_loop_test(all, what_is_damaged_is_told, 0, COUNT(damaged));
	tcase_add_test(all, nothing_is_no_bytes);
	suite_add_tcase(suite, all);
	return suite;
}
