/* Plugins whose source is SQL: their names, and what their note says. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "plugin_folder.h"
#include "script/script.h"

START_TEST(the_number_of_sql_is_part_of_its_name)
{
	static const char *const files[] = { "20260102_Add.sql.so", "20260101_Add.sql.so",
					     "20260102_Zoo.so",     "3-drop.sql.so",
					     "20260103.sql.so",     "20260104_One.sql.so" };
	static const char *const names[] = { "3-drop", "20260101_Add", "20260102_Add",
					     "Zoo",    "20260103",     "20260104_One" };
	struct catalog *catalog;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		folder_put(files[i], "", 0);
	catalog = folder_catalog();
	ck_assert_uint_eq(catalog->count, sizeof names / sizeof *names);
	for (size_t i = 0; i < catalog->count; i++)
		ck_assert_str_eq(catalog->entries[i].name, names[i]);
	ck_assert_str_eq(catalog->entries[0].number, "3");
	ck_assert_str_eq(catalog->entries[4].number, "20260103");
	ck_assert_str_eq(catalog_find(catalog, "One")->name, "20260104_One");
	ck_assert_str_eq(catalog_find(catalog, "20260101_Add")->name, "20260101_Add");
	ck_assert_str_eq(catalog_find(catalog, "20260102_Zoo")->name, "Zoo");
	ck_assert_str_eq(catalog_find(catalog, "drop")->name, "3-drop");
	ck_assert_ptr_null(catalog_find(catalog, "Add"));
	ck_assert_ptr_null(catalog_find(catalog, "20260102_One"));
	catalog_destroy(catalog);
}
END_TEST

START_TEST(versions_are_in_order_by_their_numbers)
{
	static const char *const files[] = { "V10__Ten.sql.so", "V9__Nine.sql.so",
					     "V2.10__C.sql.so", "V2.9__B.so", "1_One.so" };
	static const char *const names[] = { "One", "V2.9__B", "V2.10__C", "V9__Nine", "V10__Ten" };
	struct catalog *catalog;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		folder_put(files[i], "", 0);
	catalog = folder_catalog();
	ck_assert_uint_eq(catalog->count, sizeof names / sizeof *names);
	for (size_t i = 0; i < catalog->count; i++)
		ck_assert_str_eq(catalog->entries[i].name, names[i]);
	ck_assert_str_eq(catalog->entries[2].number, "2.10");
	ck_assert_str_eq(catalog_find(catalog, "Nine")->name, "V9__Nine");
	catalog_destroy(catalog);
}
END_TEST

/* The plugin of this text, as glim.mk would compile it. */
static struct entry *compile(struct catalog **catalog, const char *compiler, const char *flags,
			     const char *sql)
{
	char *plugin = folder_join(folder_path(), "1_a.sql.so");
	char *source = folder_join(folder_path(), "1_a.sql");
	char *all = memory_format("-shared -fPIC %s -DGLIM_SQL='\"%s\"' "
				  "-DGLIM_SQL_SITE='\"migrations/1_a.sql\"'",
				  flags, source);

	folder_write(source, sql, strlen(sql));
	ck_assert(folder_compile(compiler, all, "c", "#include <glim/sql.h>\n", plugin));
	free(all);
	free(source);
	free(plugin);
	*catalog = folder_catalog();
	return folder_inspect(*catalog, "1_a");
}

static const struct {
	const char *compiler, *flags;
} builds[] = {
	{ "gcc", "-O2 -g" },
	{ "gcc", "-O2 -flto -s" },
	{ "gcc", "-fvisibility=hidden -Wl,--gc-sections -Wl,-z,defs" },
	{ "clang", "-O2" },
	{ "clang", "-O0 -Wl,-z,pack-relative-relocs" },
};

static const char sql[] = "-- description: adds a\n-- depends: B, C\n-- migrate:up\nSELECT 'a;';\n"
			  "-- migrate:down\nSELECT 2;\n";

START_TEST(the_text_is_read_from_the_note)
{
	struct catalog *catalog;
	struct entry *entry;

	if (!folder_needs(builds[_i].compiler))
		return;
	entry = compile(&catalog, builds[_i].compiler, builds[_i].flags, sql);
	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert_ptr_nonnull(entry->facts.script);
	ck_assert_str_eq(entry->facts.script->site, "migrations/1_a.sql");
	ck_assert_ptr_nonnull(strstr(entry->facts.script->text, "SELECT 'a;'"));
	ck_assert_str_eq(entry->facts.description, "adds a");
	ck_assert_uint_eq(entry->facts.depends_count, 2);
	ck_assert(entry->facts.has_run && entry->facts.has_rollback);
	ck_assert(entry->facts.only_sql);
	catalog_destroy(catalog);
}
END_TEST

START_TEST(without_a_statement_on_the_way_back_there_is_none)
{
	struct catalog *catalog;
	struct entry *entry =
		compile(&catalog, "cc", "", "-- migrate:up\nSELECT 1;\n-- migrate:down\n-- none\n");

	ck_assert(entry->facts.known && !entry->facts.has_rollback);
	catalog_destroy(catalog);
}
END_TEST

START_TEST(a_text_that_is_no_migration_refuses_the_plugin)
{
	struct catalog *catalog;
	struct entry *entry = compile(&catalog, "cc", "", "-- migrate:up\n-- migrate:up\n");

	ck_assert_ptr_nonnull(entry->problem);
	ck_assert_str_eq(entry->problem, "migrations/1_a.sql:2:1: a second \"-- migrate:up\"");
	ck_assert_int_eq(entry->problem_code, ERROR_PLUGIN_REFUSED);
	catalog_destroy(catalog);
}
END_TEST

Suite *sql_plugin_suite(void);

Suite *sql_plugin_suite(void)
{
	Suite *suite = suite_create("SQL plugins");
	TCase *cases = tcase_create("SQL plugins");

	tcase_set_timeout(cases, 60);
	tcase_add_unchecked_fixture(cases, folder_setup_base, folder_teardown_base);
	tcase_add_checked_fixture(cases, folder_setup, folder_teardown);
	tcase_add_test(cases, the_number_of_sql_is_part_of_its_name);
	tcase_add_test(cases, versions_are_in_order_by_their_numbers);
	tcase_add_loop_test(cases, the_text_is_read_from_the_note, 0,
			    sizeof builds / sizeof *builds);
	tcase_add_test(cases, without_a_statement_on_the_way_back_there_is_none);
	tcase_add_test(cases, a_text_that_is_no_migration_refuses_the_plugin);
	suite_add_tcase(suite, cases);
	return suite;
}
