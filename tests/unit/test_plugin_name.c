/* What is a migration's name, how it is asked for, and in what order names come. Pure. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "catalog/catalog.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
	const char *stem;
	size_t number_length;
	const char *why; /* a part of it; NULL: valid */
} stems[] = {
	{ "AddUser", 0, NULL },
	{ "20150301120000_AddUser", 14, NULL },
	{ "1_a", 1, NULL },
	{ "00000000000000000000000000000000000000007_Seven", 41, NULL },
	{ "2024", 0, NULL },
	{ "2024-01-01.tables", 0, NULL },
	{ "1_2_3", 1, NULL },
	{ "_private", 0, NULL },
	{ "V1.2__add-user", 0, NULL },
	{ "", 0, "no name" },
	{ "12_", 2, "no name" },
	{ "-rf", 0, "dot or a dash" },
	{ "1_-rf", 1, "dot or a dash" },
	{ "1_.hidden", 1, "dot or a dash" },
	{ "it's", 0, "letters" },
	{ "a;b", 0, "letters" },
	{ "a`b`", 0, "letters" },
	{ "a\nb", 0, "letters" },
	{ "a\033[31mb", 0, "letters" },
	{ "a/../b", 0, "letters" },
	{ "a b", 0, "letters" },
	{ "\xff\xfe", 0, "letters" },
	{ "\xc3\xa4rger", 0, "letters" },
};

/* faults: 42 */
START_TEST(a_stem_is_cut_into_number_and_name)
{
	size_t length = 99;
	const char *why = "";
	bool valid = catalog_cut_name(stems[_i].stem, &length, &why);

	ck_assert_int_eq(valid, !stems[_i].why);
	ck_assert_uint_eq(length, stems[_i].number_length);
	if (stems[_i].why)
		ck_assert_msg(strstr(why, stems[_i].why) != NULL, "%s", why);
	else
		ck_assert_ptr_null(why);
}
END_TEST

/* faults: 42 */
START_TEST(a_name_has_at_most_255_bytes)
{
	char stem[301];

	memset(stem, 'a', 300);
	stem[300] = '\0';
	ck_assert(!catalog_cut_name(stem, NULL, NULL));
	stem[252] = '\0';
	ck_assert(catalog_cut_name(stem, NULL, NULL));
}
END_TEST

static const struct {
	const char *asked, *name;
	bool matches;
} matches[] = {
	{ "AddUser", "AddUser", true },
	{ "AddUser", "AddUserMigration", true },
	{ "AddUserMigration", "AddUserMigration", true },
	{ "1_AddUser", "AddUser", true },
	{ "AddUserMigration", "AddUser", false },
	{ "AddUse", "AddUser", false },
	{ "adduser", "AddUser", false },
	{ "", "Migration", false },
	{ "AddUserM", "AddUserMigration", false },
	{ "AddUser", "20260101_AddUser", true },
	{ "AddUser", "3-AddUser", true },
	{ "20260101_AddUser", "20260101_AddUser", true },
	{ "20260102_AddUser", "20260101_AddUser", false },
	{ "User", "20260101_AddUser", false },
	{ "AddUser", "V1.2__AddUser", true },
	{ "AddUser", "V1_AddUser", false },
};

START_TEST(a_name_is_asked_for_whole_or_without_migration)
{
	ck_assert_int_eq(catalog_name_matches(matches[_i].asked, matches[_i].name),
			 matches[_i].matches);
}
END_TEST

static const struct {
	const char *first, *second; /* number, blank, name */
} orders[] = {
	{ "2 Z", "10 A" },
	{ "9 Z", "010 A" },
	{ "99999999999999999999999999 Z", "100000000000000000000000000 A" },
	{ "007 A", "7 B" },
	{ "7 A", "007 B" },
	{ "1 B", "1 a" },
	{ "999999999999999999999999999 Z", " A" },
	{ " A", " B" },
	{ " Z", " a" },
	{ "0 A", "1 A" },
	{ "000 A", "0 B" },
	{ "9 Z", "10.1 A" },
	{ "1 Z", "1.1 A" },
	{ "1.9 Z", "1.10 A" },
	{ "1_9 Z", "1.10 A" },
	{ "1.2 Z", "2 A" },
	{ "1.0 A", "1 B" },
	{ "1.99999999999999999999999999 Z", "1.100000000000000000000000000 A" },
};

static struct entry make_entry(const char *text, char number[64], char name[64])
{
	size_t length = strcspn(text, " ");

	snprintf(number, 64, "%.*s", (int)length, text);
	snprintf(name, 64, "%s", text + length + 1);
	return (struct entry){ .number = number, .name = name };
}

START_TEST(numbers_are_ordered_by_value_then_names_by_bytes)
{
	char texts[4][64];
	struct entry first = make_entry(orders[_i].first, texts[0], texts[1]);
	struct entry second = make_entry(orders[_i].second, texts[2], texts[3]);

	ck_assert_int_lt(catalog_compare(&first, &second), 0);
	ck_assert_int_gt(catalog_compare(&second, &first), 0);
	ck_assert_int_eq(catalog_compare(&first, &first), 0);
}
END_TEST

static const struct {
	const char *stem;
	size_t length;
} versions[] = {
	{ "V9__Add", 1 },        { "V10__Add", 2 },   { "V1.2.3__Add", 5 }, { "V1_2__Add", 3 },
	{ "B3__Add", 1 },        { "V__Add", 0 },     { "V1_Add", 0 },      { "V1", 0 },
	{ "V1.__Add", 0 },       { "V1..2__Add", 0 }, { "V.1__Add", 0 },    { "Vx1__Add", 0 },
	{ "R__Add", 0 },         { "v1__Add", 0 },    { "1__Add", 0 },      { "", 0 },
	{ "V20260101__Add", 8 }, { "V1x__Add", 0 },
};

START_TEST(a_version_is_flyways)
{
	ck_assert_uint_eq(catalog_version(versions[_i].stem), versions[_i].length);
}
END_TEST

Suite *plugin_name_suite(void);

Suite *plugin_name_suite(void)
{
	Suite *suite = suite_create("plugin_name");
	TCase *names = tcase_create("names");

	tcase_add_loop_test(names, a_stem_is_cut_into_number_and_name, 0, COUNT(stems));
	tcase_add_test(names, a_name_has_at_most_255_bytes);
	tcase_add_loop_test(names, a_name_is_asked_for_whole_or_without_migration, 0,
			    COUNT(matches));
	tcase_add_loop_test(names, numbers_are_ordered_by_value_then_names_by_bytes, 0,
			    COUNT(orders));
	tcase_add_loop_test(names, a_version_is_flyways, 0, COUNT(versions));
	suite_add_tcase(suite, names);
	return suite;
}
