/* Selections and bulks as frames: what goes in comes out, and what is cut or wrong is refused. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "wire/wire.h"

static const char *names[] = { "a", "b", "c" };
static glim_value values[] = { { .type = GLIM_TYPE_INT, .as.integer = 7 },
			       { .type = GLIM_TYPE_TEXT, .length = 1, .as.data = "x" } };

static const struct selection selection = {
	.table = "t",
	.columns = names,
	.column_count = 3,
	.key = names + 1,
	.key_count = 2,
	.where = "d = ?",
	.values = values,
	.value_count = 1,
	.after = values,
	.after_count = 2,
	.limit = 100,
	.key_vouched = true,
};

static const struct bulk bulk = { BULK_UPDATE, "t", (const char *const *)names,
				  (const bool[]){ true, false, true }, 3 };

static struct wire_body body_of(const struct text *text, size_t length)
{
	return (struct wire_body){ .at = (unsigned char *)text->data, .left = length };
}

START_TEST(a_selection_comes_as_it_went)
{
	struct text out = { 0 };
	struct selection got;
	struct wire_body body;

	wire_put_selection(&out, &selection);
	body = body_of(&out, out.length);
	wire_get_selection(&body, &got);
	ck_assert(!body.bad && !body.left);
	ck_assert_str_eq(got.table, "t");
	ck_assert_uint_eq(got.column_count, 3);
	ck_assert_str_eq(got.columns[2], "c");
	ck_assert_uint_eq(got.key_count, 2);
	ck_assert_str_eq(got.key[1], "c");
	ck_assert_str_eq(got.where, "d = ?");
	ck_assert_uint_eq(got.value_count, 1);
	ck_assert_int_eq(got.values[0].as.integer, 7);
	ck_assert_uint_eq(got.after_count, 2);
	ck_assert_str_eq(got.after[1].as.data, "x");
	ck_assert_uint_eq(got.limit, 100);
	ck_assert(got.key_vouched);
	selection_finish(&got);
	text_finish(&out);
}
END_TEST

START_TEST(a_bulk_comes_as_it_went)
{
	struct text out = { 0 };
	struct wire_body body;
	struct bulk *got;

	wire_put_bulk(&out, &bulk);
	body = body_of(&out, out.length);
	got = wire_get_bulk(&body);
	ck_assert(got && !body.bad && !body.left);
	ck_assert_int_eq(got->mode, BULK_UPDATE);
	ck_assert_str_eq(got->table, "t");
	ck_assert_uint_eq(got->count, 3);
	ck_assert_str_eq(got->columns[1], "b");
	ck_assert(got->is_key[0] && !got->is_key[1] && got->is_key[2]);
	bulk_destroy(got);
	text_finish(&out);
}
END_TEST

START_TEST(what_is_cut_is_refused)
{
	struct text out = { 0 };

	wire_put_selection(&out, &selection);
	for (size_t length = 0; length < out.length; length++) {
		struct wire_body body = body_of(&out, length);
		struct selection got;

		wire_get_selection(&body, &got);
		ck_assert(body.bad);
		selection_finish(&got);
	}
	text_clear(&out);
	wire_put_bulk(&out, &bulk);
	for (size_t length = 0; length < out.length; length++) {
		struct wire_body body = body_of(&out, length);

		ck_assert_ptr_null(wire_get_bulk(&body));
	}
	text_finish(&out);
}
END_TEST

/* What no guest of ours sends. */
START_TEST(what_makes_no_sense_is_refused)
{
	struct selection bad[5];
	struct bulk keyless = bulk;
	struct text out = { 0 };
	struct wire_body body;

	for (size_t i = 0; i < 5; i++)
		bad[i] = selection;
	bad[0].limit = 0;
	bad[1].after_count = 1;
	bad[2].column_count = 0;
	bad[3].table = NULL;
	bad[4].key_count = 0;
	for (size_t i = 0; i < 5; i++) {
		struct selection got;

		wire_put_selection(&out, &bad[i]);
		body = body_of(&out, out.length);
		wire_get_selection(&body, &got);
		ck_assert_msg(body.bad, "%zu", i);
		selection_finish(&got);
		text_clear(&out);
	}
	keyless.is_key = (const bool[]){ false, false, false };
	wire_put_bulk(&out, &keyless);
	body = body_of(&out, out.length);
	ck_assert_ptr_null(wire_get_bulk(&body));
	text_finish(&out);
}
END_TEST

Suite *wire_rows_suite(void);
Suite *wire_rows_suite(void)
{
	Suite *suite = suite_create("wire_rows");
	TCase *cases = tcase_create("wire_rows");

	tcase_add_test(cases, a_selection_comes_as_it_went);
	tcase_add_test(cases, a_bulk_comes_as_it_went);
	tcase_add_test(cases, what_is_cut_is_refused);
	tcase_add_test(cases, what_makes_no_sense_is_refused);
	suite_add_tcase(suite, cases);
	return suite;
}
