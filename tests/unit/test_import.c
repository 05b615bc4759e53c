/* Which plugins are meant by what other tools keep of the migrations that they applied. No I/O. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "import/tool.h"

enum { MOST = 5 };

static const struct {
	const char *plugins[MOST + 1]; /* in the order of the catalog */
	struct foreign foreign;
	const char *covered;
} cases[] = {
	{ { "1_A", "2_B" }, { .version = (char *)"2" }, "2_B" },
	{ { "00001_A", "2_B" }, { .version = (char *)"1" }, "00001_A" },
	{ { "1_A", "2_B", "3_C" }, { .version = (char *)"2", .before_too = true }, "1_A 2_B" },
	{ { "V1__A", "V2__B" }, { .version = (char *)"2" }, "V2__B" },
	{ { "V1_1__A", "V1_10__B" }, { .version = (char *)"1.10" }, "V1_10__B" },
	{ { "V1.1__A", "V1__B" }, { .version = (char *)"1.0" }, "V1__B" },
	{ { "V1__A", "V10__C", "V2__B", "V3__D" },
	  { .version = (char *)"2", .before_too = true },
	  "V1__A V2__B" },
	{ { "V1__A", "V10__C", "V2__B" },
	  { .version = (char *)"10", .before_too = true },
	  "V1__A V10__C V2__B" },
	{ { "V1__A", "V2__B" }, { .version = (char *)"1.5", .before_too = true }, "V1__A" },
	{ { "V__A", "V1_A", "Views" }, { .version = (char *)"1" }, "" },
	{ { "V2__B" }, { .version = (char *)"9", .script = (char *)"db/V2__B.sql" }, "V2__B" },
	{ { "1_users_ae1027a6", "2_B" }, { .version = (char *)"ae1027a6" }, "1_users_ae1027a6" },
	{ { "1_AddUser", "AddUserMigration" },
	  { .version = (char *)"7.1", .description = (char *)"add user" },
	  "" },
};

static void finds(const char *const *plugins, struct foreign foreign, struct text *covered)
{
	struct entry entries[MOST] = { 0 };
	char numbers[MOST][16] = { 0 };
	struct catalog catalog = { .entries = entries };
	struct foreign_list list = { .items = &foreign, .count = 1 };

	for (; plugins[catalog.count]; catalog.count++) {
		char *stem = (char *)plugins[catalog.count];
		char *name = strchr(stem, '_');

		memcpy(numbers[catalog.count], stem + 1, catalog_version(stem));
		entries[catalog.count].stem = stem;
		entries[catalog.count].number = numbers[catalog.count];
		entries[catalog.count].name = name ? name + 1 : stem;
	}
	foreign_match(&list, &catalog);
	for (size_t i = 0; i < catalog.count; i++)
		if (foreign_covers(&foreign, &entries[i]))
			text_print(covered, "%s%s", covered->length ? " " : "", plugins[i]);
}

START_TEST(a_plugin_is_known_by_what_is_kept)
{
	struct text covered = { 0 };

	finds(cases[_i].plugins, cases[_i].foreign, &covered);
	ck_assert_str_eq(text_get(&covered), cases[_i].covered);
	text_finish(&covered);
}
END_TEST

Suite *import_suite(void);
Suite *import_suite(void)
{
	Suite *suite = suite_create("import");
	TCase *tests = tcase_create("import");

	tcase_add_loop_test(tests, a_plugin_is_known_by_what_is_kept, 0,
			    sizeof cases / sizeof *cases);
	suite_add_tcase(suite, tests);
	return suite;
}
