/* Where keys and values stand in a JSON text. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "config/place.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static const struct {
	const char *text;
	struct {
		const char *key;
		int line, column; /* of the value */
	} members[4];
} objects[] = {
	{ "{}", { { 0 } } },
	{ "{\"a\":1}", { { "a", 1, 6 } } },
	{ "{\"z\":[1,{\"a\":\"]}\"}],\"a\":{\"b\":{}},\"m\":null}",
	  { { "z", 1, 6 }, { "a", 1, 25 }, { "m", 1, 38 } } },
	{ "{\n\t\"b\" : -1.5e3 ,\n \"a\"\n:\ntrue\n}", { { "b", 2, 8 }, { "a", 5, 1 } } },
	{ "{\"\\\"}\":\"\\\\\",\"k\":\"\\\"\"}", { { "\"}", 1, 8 }, { "k", 1, 17 } } },
	{ "{\"\xc3\xa4\":\"\xe2\x82\xac\",\"k\":0}", { { "\xc3\xa4", 1, 6 }, { "k", 1, 14 } } },
	{ "{\"p\\u006frt\":1,\"q\":2}", { { "port", 1, 14 }, { "q", 1, 20 } } },
};

START_TEST(members_of_an_object_are_placed)
{
	const char *text = objects[_i].text;
	json_t *json = json_loads(text, 0, NULL);
	struct place_cursor cursor;
	struct member *members;
	size_t count = place_members((struct node){ json, text }, &members);

	place_start(&cursor, text);
	for (size_t i = 0; i < count; i++) {
		int line, column;

		place_find(&cursor, members[i].value.at, &line, &column);
		ck_assert_str_eq(members[i].key, objects[_i].members[i].key);
		ck_assert_ptr_eq(members[i].value.json, json_object_get(json, members[i].key));
		ck_assert_int_eq(line, objects[_i].members[i].line);
		ck_assert_int_eq(column, objects[_i].members[i].column);
		ck_assert_int_eq(*members[i].key_at, '"');
	}
	ck_assert_ptr_null(objects[_i].members[count].key);
	free(members);
	json_decref(json);
}
END_TEST

START_TEST(elements_of_an_array_are_placed)
{
	const char *text = "[ 1,[2,3], \"a,b\" ,{\"x\":[]}]";
	json_t *json = json_loads(text, 0, NULL);
	struct member *members;

	ck_assert_uint_eq(place_members((struct node){ json, text }, &members), 4);
	ck_assert_ptr_eq(members[0].value.at, text + 2);
	ck_assert_ptr_eq(members[1].value.at, text + 4);
	ck_assert_ptr_eq(members[2].value.at, text + 11);
	ck_assert_ptr_eq(members[3].value.at, text + 18);
	free(members);
	json_decref(json);
}
END_TEST

/* A cursor that is moved about says the same as a new one. */
START_TEST(places_do_not_depend_on_their_order)
{
	static const char text[] = "\nab\xc3\xa4\n\n\xe2\x82\xac\nlast";
	struct place_cursor moved;
	int line, column, new_line, new_column;

	place_start(&moved, text);
	for (size_t a = 0; a < sizeof text; a++)
		for (size_t b = 0; b < sizeof text; b++) {
			struct place_cursor new;

			place_find(&moved, text + a, &line, &column);
			place_find(&moved, text + b, &line, &column);
			place_start(&new, text);
			place_find(&new, text + b, &new_line, &new_column);
			ck_assert_int_eq(line, new_line);
			ck_assert_int_eq(column, new_column);
		}
	place_find(&moved, strchr(text, 'l'), &line, &column);
	ck_assert_int_eq(line, 5);
	ck_assert_int_eq(column, 1);
}
END_TEST

static const struct {
	const char *text;
	size_t offset, start;
} tokens[] = {
	{ "", 0, 0 },
	{ "  ", 1, 2 },
	{ "{\"a\" 1}", 6, 5 },
	{ "{\"a\" 1}", 4, 1 },
	{ "{\"a\\\"b\", 1}", 7, 1 },
	{ "{\"open", 3, 1 },
	{ "{\"open\\", 7, 1 },
	{ "[true,nonsense]", 14, 6 },
	{ "[1,", 99, 2 },
};

START_TEST(token_is_found_in_any_text)
{
	const char *text = tokens[_i].text;

	ck_assert_int_eq(place_token(text, tokens[_i].offset) - text, tokens[_i].start);
}
END_TEST

Suite *place_suite(void);
Suite *place_suite(void)
{
	Suite *suite = suite_create("place");
	TCase *tests = tcase_create("place");

	tcase_add_loop_test(tests, members_of_an_object_are_placed, 0, COUNT(objects));
	tcase_add_test(tests, elements_of_an_array_are_placed);
	tcase_add_test(tests, places_do_not_depend_on_their_order);
	tcase_add_loop_test(tests, token_is_found_in_any_text, 0, COUNT(tokens));
	suite_add_tcase(suite, tests);
	return suite;
}
