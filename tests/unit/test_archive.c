/* The archive of plugins that ran: what is kept, what is found again, what is refused. */
#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "catalog/archive.h"
#include "plugin_folder.h"

static struct catalog *catalog;
static char *folder, *file;
static char checksum[65];

/* A catalog with one plugin, and an archive beside it that is not there yet. */
static void setup(void)
{
	struct error error = { 0 };

	folder_setup();
	folder_put("1_A.so", folder_good.data, folder_good.size);
	catalog = folder_catalog();
	folder = memory_format("%s.archive", folder_path());
	ck_assert(archive_open(catalog, folder, &error));
	ck_assert(catalog_checksum(catalog->entries[0].path, checksum, &error));
	file = memory_format("%s/%s.so", folder, checksum);
}

static void teardown(void)
{
	char *command = memory_format("rm -rf '%s'", folder);

	ck_assert_int_eq(system(command), 0);
	free(command);
	catalog_destroy(catalog);
	free(folder);
	free(file);
	folder_teardown();
}

static bool keep(struct error *error)
{
	struct plugin_image image;
	bool kept;

	ck_assert(catalog_open_image(catalog, &catalog->entries[0], &image, error));
	kept = archive_keep(catalog, "A", &image, error);
	close(image.fd);
	return kept;
}

static void keep_well(void)
{
	struct error error = { 0 };

	ck_assert_msg(keep(&error), "%s", error.message);
}

/* As the next program sees it. */
static struct entry *find_anew(const char *wanted)
{
	struct error error = { 0 };

	archive_destroy(catalog->archive);
	catalog->archive = NULL;
	ck_assert_msg(archive_open(catalog, folder, &error), "%s", error.message);
	return archive_find(catalog, "A", wanted);
}

START_TEST(what_runs_is_kept_under_its_hash)
{
	struct entry *entry;
	struct plugin_image image;
	struct error error = { 0 };
	struct stat status;

	ck_assert_ptr_null(archive_find(catalog, "A", checksum));
	keep_well();
	ck_assert_int_eq(stat(file, &status), 0);
	ck_assert_int_eq(status.st_mode & 07777, 0444);
	ck_assert_int_eq(stat(folder, &status), 0);
	ck_assert_int_eq(status.st_mode & 07777, 0755);
	entry = find_anew(checksum);
	ck_assert_ptr_nonnull(entry);
	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert(entry->archived && entry->facts.known && entry->facts.has_rollback);
	ck_assert_str_eq(entry->name, "A");
	ck_assert_str_eq(entry->path, file);
	ck_assert_str_eq(entry->stem, checksum);
	ck_assert_str_eq(entry->number, "");
	ck_assert_ptr_eq(archive_find(catalog, "A", checksum), entry);
	ck_assert(catalog_open_image(catalog, entry, &image, &error));
	ck_assert_str_eq(image.checksum, checksum);
	close(image.fd);
}
END_TEST

static size_t count_files(void)
{
	char *command = memory_format("ls -A '%s' | wc -l", folder);
	FILE *list = popen(command, "r");
	size_t count = 0;

	ck_assert_int_eq(fscanf(list, "%zu", &count), 1);
	pclose(list);
	free(command);
	return count;
}

START_TEST(it_is_kept_once_and_nothing_else_stays)
{
	struct stat first, second;

	keep_well();
	ck_assert_int_eq(stat(file, &first), 0);
	keep_well();
	ck_assert_int_eq(stat(file, &second), 0);
	ck_assert_uint_eq(first.st_ino, second.st_ino);
	ck_assert_uint_eq(count_files(), 1);
}
END_TEST

static void damage(void)
{
	int fd;

	ck_assert_int_eq(chmod(file, 0644), 0);
	fd = open(file, O_WRONLY | O_APPEND);
	ck_assert_int_eq(write(fd, "x", 1), 1);
	close(fd);
}

START_TEST(a_damaged_copy_is_refused_and_replaced_by_the_next_run)
{
	struct entry *entry;

	keep_well();
	damage();
	entry = find_anew(checksum);
	ck_assert_ptr_nonnull(strstr(entry->problem, "changed in the archive"));
	ck_assert_int_eq(entry->problem_code, ERROR_PLUGIN_REFUSED);
	keep_well();
	ck_assert_ptr_null(find_anew(checksum)->problem);
}
END_TEST

START_TEST(another_plugin_under_its_name_is_refused)
{
	char *other = memory_format("%s/%064d.so", folder, 0);
	char wrong[65];

	keep_well();
	snprintf(wrong, sizeof wrong, "%064d", 0);
	ck_assert_int_eq(rename(file, other), 0);
	ck_assert_ptr_null(find_anew(checksum));
	ck_assert_ptr_nonnull(strstr(find_anew(wrong)->problem, "not the plugin that ran"));
	free(other);
}
END_TEST

START_TEST(a_copy_that_others_may_write_to_is_refused)
{
	keep_well();
	ck_assert_int_eq(chmod(file, 0666), 0);
	ck_assert_ptr_nonnull(strstr(find_anew(checksum)->problem, "everyone may write to it"));
}
END_TEST

START_TEST(a_history_cannot_name_a_path)
{
	static const char *const names[] = { "../1_A", "", NULL, "abc", "/etc/passwd" };
	char upper[65];

	keep_well();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		ck_assert_ptr_null(archive_find(catalog, "A", names[i]));
	memset(upper, 'A', 64);
	upper[64] = '\0';
	ck_assert_ptr_null(archive_find(catalog, "A", upper));
}
END_TEST

START_TEST(a_folder_that_others_may_write_to_is_refused)
{
	struct error error = { 0 };

	keep_well();
	ck_assert_int_eq(chmod(folder, 0777), 0);
	archive_destroy(catalog->archive);
	catalog->archive = NULL;
	ck_assert(!archive_open(catalog, folder, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "archive "));
	ck_assert_ptr_nonnull(strstr(error.message, "everyone may write to it"));
	error_finish(&error);
}
END_TEST

/* What is kept there would be listed as migrations. */
START_TEST(a_plugin_directory_is_no_archive)
{
	struct error error = { 0 };

	archive_destroy(catalog->archive);
	catalog->archive = NULL;
	ck_assert(!archive_open(catalog, folder_path(), &error));
	ck_assert_int_eq(error.code, ERROR_CONFIG);
	ck_assert_ptr_nonnull(strstr(error.message, "is a plugin directory too"));
	error_finish(&error);
}
END_TEST

START_TEST(a_folder_that_cannot_be_made_stops_it)
{
	struct error error = { 0 };

	archive_destroy(catalog->archive);
	catalog->archive = NULL;
	ck_assert(archive_open(catalog, "/nowhere/at/all", &error));
	ck_assert(!keep(&error));
	ck_assert_int_eq(error_exit_code(&error), 3);
	ck_assert_ptr_nonnull(strstr(error.message, "/nowhere/at/all cannot be made"));
	error_finish(&error);
}
END_TEST

START_TEST(a_full_disk_leaves_nothing)
{
	struct plugin_image image;
	struct error error = { 0 };

	ck_assert_int_eq(mkdir(folder, 0755), 0);
	ck_assert(catalog_open_image(catalog, &catalog->entries[0], &image, &error));
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 4096, RLIM_INFINITY });
	ck_assert(!archive_keep(catalog, "A", &image, &error));
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ RLIM_INFINITY, RLIM_INFINITY });
	ck_assert_str_eq(error.state, "A was not started");
	ck_assert_uint_eq(count_files(), 0);
	close(image.fd);
	error_finish(&error);
}
END_TEST

START_TEST(without_an_archive_nothing_is_kept)
{
	archive_destroy(catalog->archive);
	catalog->archive = NULL;
	keep_well();
	ck_assert_int_ne(access(folder, F_OK), 0);
	ck_assert_ptr_null(archive_find(catalog, "A", checksum));
}
END_TEST

Suite *archive_suite(void);

Suite *archive_suite(void)
{
	Suite *suite = suite_create("archive");
	TCase *tests = tcase_create("archive");

	tcase_add_unchecked_fixture(tests, folder_setup_base, folder_teardown_base);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, what_runs_is_kept_under_its_hash);
	tcase_add_test(tests, it_is_kept_once_and_nothing_else_stays);
	tcase_add_test(tests, a_damaged_copy_is_refused_and_replaced_by_the_next_run);
	tcase_add_test(tests, another_plugin_under_its_name_is_refused);
	tcase_add_test(tests, a_copy_that_others_may_write_to_is_refused);
	tcase_add_test(tests, a_history_cannot_name_a_path);
	tcase_add_test(tests, a_folder_that_others_may_write_to_is_refused);
	tcase_add_test(tests, a_plugin_directory_is_no_archive);
	tcase_add_test(tests, a_folder_that_cannot_be_made_stops_it);
	tcase_add_test(tests, a_full_disk_leaves_nothing);
	tcase_add_test(tests, without_an_archive_nothing_is_kept);
	suite_add_tcase(suite, tests);
	return suite;
}
