#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "plugin_folder.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void touch(const char *file)
{
	folder_put(file, "", 0);
}

START_TEST(a_directory_becomes_an_ordered_list)
{
	static const char *const files[] = { "Unnumbered.so",
					     "10_Ten.so",
					     "2_Two.so",
					     "0000000000000000000000003_Three.so",
					     "99999999999999999999_Far.so",
					     "100000000000000000000_Farther.so",
					     "2_Again.so" };
	static const char *const names[] = { "Again", "Two",     "Three",     "Ten",
					     "Far",   "Farther", "Unnumbered" };
	struct catalog *catalog;

	for (size_t i = 0; i < COUNT(files); i++)
		touch(files[i]);
	catalog = folder_catalog();
	ck_assert_uint_eq(catalog->count, COUNT(names));
	for (size_t i = 0; i < COUNT(names); i++)
		ck_assert_str_eq(catalog->entries[i].name, names[i]);
	ck_assert_str_eq(catalog->entries[2].number, "0000000000000000000000003");
	ck_assert_str_eq(catalog->entries[2].stem, "0000000000000000000000003_Three");
	ck_assert_str_eq(catalog->entries[2].file, "0000000000000000000000003_Three.so");
	ck_assert_int_eq(catalog->entries[2].path[0], '/');
	catalog_destroy(catalog);
}
END_TEST

/* faults: 41 */
START_TEST(other_files_are_ignored_and_listed)
{
	static const char *const files[] = { ".hidden.so", "a.so~", "#a.so#", "a.so.1",
					     "a.so.tmp",   "a.c",   "README", ".so" };
	struct catalog *catalog;

	for (size_t i = 0; i < COUNT(files); i++)
		touch(files[i]);
	touch("a.so");
	catalog = folder_catalog();
	ck_assert_uint_eq(catalog->count, 1);
	ck_assert_uint_eq(catalog->ignored_count, COUNT(files));
	ck_assert_ptr_nonnull(strstr(catalog->ignored[0], folder_path()));
	catalog_destroy(catalog);
}
END_TEST

static struct error read_refused(char *const *directories, size_t count)
{
	struct error error = { 0 };
	struct catalog *catalog = catalog_read(directories, count, geteuid(), &error);

	ck_assert_msg(!catalog, "the catalog was read");
	ck_assert_ptr_nonnull(error.message);
	return error;
}

static struct error read_folder_refused(void)
{
	char *path = (char *)folder_path();

	return read_refused(&path, 1);
}

static const struct {
	const char *file, *shown;
} hostile[] = {
	{ "it's.so", "it's.so" },
	{ "a;b.so", "a;b.so" },
	{ "a`id`.so", "a`id`.so" },
	{ "a\nb.so", "a\\x0ab.so" },
	{ "a\033[2Jb.so", "a\\x1b[2Jb.so" },
	{ "\xff\xfe.so", "\\xff\\xfe.so" },
	{ "-rf.so", "-rf.so" },
	{ "1_.so", "1_.so" },
	{ "..so", NULL },
};

/* faults: 42 */
START_TEST(a_hostile_file_name_is_refused_and_shown_escaped)
{
	struct error error;

	touch(hostile[_i].file);
	if (!hostile[_i].shown) {
		catalog_destroy(folder_catalog());
		return;
	}
	error = read_folder_refused();
	ck_assert_int_eq(error.code, ERROR_PLUGIN_REFUSED);
	ck_assert_msg(strstr(error.message, hostile[_i].shown) != NULL, "%s", error.message);
	ck_assert_ptr_null(strpbrk(error.message, "\n\033"));
	ck_assert_ptr_nonnull(error.next[0]);
	error_finish(&error);
}
END_TEST

/* faults: 25 */
START_TEST(the_same_name_twice_is_refused_with_both_files)
{
	struct error error;

	touch("1_AddUser.so");
	touch("2_AddUser.so");
	error = read_folder_refused();
	ck_assert_int_eq(error.code, ERROR_PLUGIN_REFUSED);
	ck_assert_ptr_nonnull(strstr(error.message, "/1_AddUser.so"));
	ck_assert_ptr_nonnull(strstr(error.message, "/2_AddUser.so"));
	error_finish(&error);
}
END_TEST

/* faults: 25 */
START_TEST(the_same_name_in_two_directories_is_refused)
{
	char *other = folder_join(folder_path(), "other");
	char *file = folder_join(other, "AddUser.so");
	char *directories[] = { (char *)folder_path(), other };
	struct error error;

	ck_assert_int_eq(mkdir(other, 0755), 0);
	folder_write(file, "", 0);
	touch("AddUser.so");
	error = read_refused(directories, 2);
	ck_assert_ptr_nonnull(strstr(error.message, file));
	error_finish(&error);
	free(file);
	free(other);
}
END_TEST

/* faults: 25 */
START_TEST(names_that_differ_in_case_are_two)
{
	struct catalog *catalog;

	touch("adduser.so");
	touch("AddUser.so");
	catalog = folder_catalog();
	ck_assert_uint_eq(catalog->count, 2);
	ck_assert_str_eq(catalog_find(catalog, "adduser")->name, "adduser");
	catalog_destroy(catalog);
}
END_TEST

START_TEST(a_directory_given_twice_is_read_once)
{
	char *again = folder_join(folder_path(), ".");
	char *directories[] = { (char *)folder_path(), again };
	struct error error = { 0 };
	struct catalog *catalog;

	touch("AddUser.so");
	catalog = catalog_read(directories, 2, geteuid(), &error);
	ck_assert_ptr_nonnull(catalog);
	ck_assert_uint_eq(catalog->directory_count, 1);
	ck_assert_uint_eq(catalog->count, 1);
	catalog_destroy(catalog);
	free(again);
}
END_TEST

START_TEST(a_directory_that_is_not_there_names_init)
{
	char *gone = folder_join(folder_path(), "gone");
	struct error error = read_refused(&gone, 1);

	ck_assert_int_eq(error.code, ERROR_CONFIG);
	ck_assert_ptr_nonnull(strstr(error.next[1], "glim migration:init"));
	error_finish(&error);
	free(gone);
}
END_TEST

START_TEST(a_file_is_no_plugin_directory)
{
	char *file = folder_join(folder_path(), "file");
	struct error error;

	touch("file");
	error = read_refused(&file, 1);
	ck_assert_int_eq(error.code, ERROR_CONFIG);
	error_finish(&error);
	free(file);
}
END_TEST

/* faults: 36 */
START_TEST(a_directory_that_everyone_may_write_to_is_refused)
{
	static const mode_t modes[] = { 0777, 01777, 0757, 0703 };
	struct error error;

	ck_assert_int_eq(chmod(folder_path(), modes[_i]), 0);
	error = read_folder_refused();
	ck_assert_int_eq(error.code, ERROR_PLUGIN_REFUSED);
	ck_assert_ptr_nonnull(strstr(error.message, "everyone may write"));
	error_finish(&error);
}
END_TEST

/* faults: 36 */
START_TEST(a_directory_that_a_group_may_write_to_is_a_warning)
{
	struct catalog *catalog;

	ck_assert_int_eq(chmod(folder_path(), 0775), 0);
	catalog = folder_catalog();
	ck_assert_uint_eq(catalog->warning_count, 1);
	ck_assert_ptr_nonnull(strstr(catalog->warnings[0], folder_path()));
	catalog_destroy(catalog);
}
END_TEST

static const struct {
	const char *asked, *found;
} searches[] = {
	{ "AddUser", "AddUser" },
	{ "AddUserMigration", "AddUserMigration" },
	{ "2_AddUserMigration", "AddUserMigration" },
	{ "AddBook", "AddBookMigration" },
	{ "3_AddBookMigration", "AddBookMigration" },
	{ "3_AddBook", NULL },
	{ "03_AddBookMigration", NULL },
	{ "AddBoo", NULL },
	{ "addbook", NULL },
	{ "", NULL },
	{ "AddBookMigration.so", NULL },
};

static void check_searches(const struct catalog *catalog)
{
	for (size_t i = 0; i < COUNT(searches); i++) {
		const struct entry *entry = catalog_find(catalog, searches[i].asked);

		ck_assert_msg(!entry == !searches[i].found, "%s", searches[i].asked);
		if (entry)
			ck_assert_str_eq(entry->name, searches[i].found);
	}
}

START_TEST(a_migration_is_found_by_name_stem_or_without_migration)
{
	struct catalog *catalog;

	touch("1_AddUser.so");
	touch("2_AddUserMigration.so");
	touch("3_AddBookMigration.so");
	catalog = folder_catalog();
	check_searches(catalog);
	catalog_destroy(catalog);
}
END_TEST

START_TEST(an_empty_directory_has_no_migrations)
{
	struct catalog *catalog = folder_catalog();

	ck_assert_uint_eq(catalog->count, 0);
	ck_assert_ptr_null(catalog_find(catalog, "AddUser"));
	catalog_destroy(catalog);
}
END_TEST

/* faults: 44 */
START_TEST(a_hundred_thousand_files_are_listed_in_order)
{
	int folder = open(folder_path(), O_RDONLY | O_DIRECTORY);
	struct catalog *catalog;
	char name[64];

	for (int i = 0; i < 100000; i++) {
		snprintf(name, sizeof name, "%d_Add%d.so", (i * 7919) % 100000, i);
		close(openat(folder, name, O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
	}
	close(folder);
	catalog = folder_catalog();
	ck_assert_uint_eq(catalog->count, 100000);
	for (size_t i = 0; i < catalog->count; i++)
		ck_assert_uint_eq(strtoul(catalog->entries[i].number, NULL, 10), i);
	ck_assert_ptr_nonnull(catalog_find(catalog, "Add99999"));
	catalog_destroy(catalog);
}
END_TEST

static TCase *directories_case(void)
{
	TCase *directories = tcase_create("directories");

	tcase_add_checked_fixture(directories, folder_setup, folder_teardown);
	tcase_add_test(directories, a_directory_becomes_an_ordered_list);
	tcase_add_test(directories, other_files_are_ignored_and_listed);
	tcase_add_loop_test(directories, a_hostile_file_name_is_refused_and_shown_escaped, 0,
			    COUNT(hostile));
	tcase_add_test(directories, the_same_name_twice_is_refused_with_both_files);
	tcase_add_test(directories, the_same_name_in_two_directories_is_refused);
	tcase_add_test(directories, names_that_differ_in_case_are_two);
	tcase_add_test(directories, a_directory_given_twice_is_read_once);
	tcase_add_test(directories, a_directory_that_is_not_there_names_init);
	tcase_add_test(directories, a_file_is_no_plugin_directory);
	tcase_add_loop_test(directories, a_directory_that_everyone_may_write_to_is_refused, 0, 4);
	tcase_add_test(directories, a_directory_that_a_group_may_write_to_is_a_warning);
	tcase_add_test(directories, a_migration_is_found_by_name_stem_or_without_migration);
	tcase_add_test(directories, an_empty_directory_has_no_migrations);
	return directories;
}

static TCase *many_case(void)
{
	TCase *many = tcase_create("many");

	tcase_add_checked_fixture(many, folder_setup_in_memory, folder_teardown);
	tcase_set_timeout(many, 300);
	tcase_add_test(many, a_hundred_thousand_files_are_listed_in_order);
	return many;
}

Suite *catalog_suite(void);

Suite *catalog_suite(void)
{
	Suite *suite = suite_create("catalog");

	suite_add_tcase(suite, directories_case());
	suite_add_tcase(suite, many_case());
	return suite;
}
