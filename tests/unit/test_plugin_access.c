/* How a plugin's file is reached, who may write to it, and that what was checked is what runs. */
#include <check.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "catalog/checksum.h"
#include "catalog/permission.h"
#include "plugin_folder.h"
#include "skip.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { NOBODY = 65534 };

static char *path; /* of Case.so */

static void setup(void)
{
	folder_setup();
	path = folder_join(folder_path(), "Case.so");
}

static void teardown(void)
{
	free(path);
	folder_teardown();
}

static void put_good(void)
{
	folder_put("Case.so", folder_good.data, folder_good.size);
}

static void expect_problem(const char *part)
{
	struct catalog *catalog = folder_catalog();
	struct entry *entry = folder_inspect(catalog, "Case");

	ck_assert_msg(entry->problem != NULL, "accepted, expected: %s", part);
	ck_assert_msg(strstr(entry->problem, part) != NULL, "%s", entry->problem);
	ck_assert_int_eq(entry->problem_code, ERROR_PLUGIN_REFUSED);
	catalog_destroy(catalog);
}

static void expect_accepted(const char *warning)
{
	struct catalog *catalog = folder_catalog();
	struct entry *entry = folder_inspect(catalog, "Case");

	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert_msg(!entry->warning == !warning, "%s", entry->warning);
	if (warning)
		ck_assert_msg(strstr(entry->warning, warning) != NULL, "%s", entry->warning);
	catalog_destroy(catalog);
}

/* faults: 27 */
START_TEST(a_link_inside_of_the_directory_works)
{
	char *inner = folder_join(folder_path(), "..2026_11_01");
	char *data = folder_join(folder_path(), "..data");
	char *file = folder_join(inner, "Case.so");

	ck_assert_int_eq(mkdir(inner, 0755), 0);
	folder_write(file, folder_good.data, folder_good.size);
	ck_assert_int_eq(symlink("..2026_11_01", data), 0);
	ck_assert_int_eq(symlink("..data/Case.so", path), 0);
	expect_accepted(NULL);
	free(file);
	free(data);
	free(inner);
}
END_TEST

/* faults: 27 28 */
START_TEST(a_link_out_of_the_directory_is_refused)
{
	char *outside = folder_join(folder_base(), "good.so");
	const char *const targets[] = { outside, "../../../../../../etc/passwd", "/dev/null",
					"Case.so", "gone.so" };

	static const char *const parts[] = { "a link that leads out of", "a link that leads out of",
					     "a link that leads out of", "a link that cannot be",
					     "a link to a file that is not" };

	for (size_t i = 0; i < COUNT(targets); i++) {
		ck_assert_int_eq(symlink(targets[i], path), 0);
		expect_problem(parts[i]);
		ck_assert_int_eq(unlink(path), 0);
	}
	free(outside);
}
END_TEST

static void make_socket(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	close(fd);
}

/* faults: 29 30 32 */
START_TEST(what_is_no_file_is_refused_without_blocking)
{
	ck_assert_int_eq(mkfifo(path, 0644), 0);
	expect_problem("a FIFO");
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	expect_problem("a directory");
	ck_assert_int_eq(rmdir(path), 0);
	make_socket();
	expect_problem("a socket");
}
END_TEST

/* faults: 31 */
START_TEST(a_device_is_refused)
{
	if (mknod(path, S_IFCHR | 0644, makedev(1, 3)) < 0) {
		test_skip("only root makes devices");
		return;
	}
	expect_problem("a device");
}
END_TEST

/* faults: 26 */
START_TEST(an_unreadable_file_is_refused)
{
	put_good();
	ck_assert_int_eq(chmod(path, 0), 0);
	if (geteuid() == 0)
		ck_assert_int_eq(seteuid(NOBODY), 0);
	expect_problem("cannot be read");
	if (getuid() == 0)
		ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

/* faults: 34 */
START_TEST(a_file_that_others_may_write_to_is_refused_or_warned_of)
{
	put_good();
	ck_assert_int_eq(chmod(path, 0666), 0);
	expect_problem("everyone may write");
	ck_assert_int_eq(chmod(path, 0664), 0);
	expect_accepted("may write to it");
	ck_assert_int_eq(chmod(path, 0444), 0);
	expect_accepted(NULL);
}
END_TEST

/* faults: 35 */
START_TEST(a_file_of_another_user_is_refused)
{
	put_good();
	if (chown(path, NOBODY, NOBODY) < 0) {
		test_skip("only root gives files away");
		return;
	}
	expect_problem("it belongs to user 65534");
}
END_TEST

static const struct {
	uid_t owner;
	mode_t mode;
	enum permission expected;
} permissions[] = {
	{ 0, 0644, PERMISSION_GOOD },
	{ 1000, 0755, PERMISSION_GOOD },
	{ 2000, 0600, PERMISSION_GOOD },
	{ 3000, 0644, PERMISSION_FOREIGN_OWNER },
	{ 3000, 0666, PERMISSION_FOREIGN_OWNER },
	{ 1000, 0646, PERMISSION_WORLD_WRITABLE },
	{ 0, 0666, PERMISSION_WORLD_WRITABLE },
	{ 0, 01777, PERMISSION_WORLD_WRITABLE },
	{ 2000, 0664, PERMISSION_GROUP_WRITABLE },
};

/* faults: 34 35 36 */
START_TEST(root_the_user_and_the_owner_of_the_configuration_are_trusted)
{
	const struct permission_owners owners = { .effective = 1000, .config = 2000 };
	const struct stat status = { .st_uid = permissions[_i].owner,
				     .st_mode = S_IFREG | permissions[_i].mode };

	ck_assert_int_eq(permission_check(&status, &owners), permissions[_i].expected);
}
END_TEST

static long peak_kilobytes(void)
{
	struct rusage usage;

	ck_assert_int_eq(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss;
}

/* faults: 33 */
START_TEST(a_sparse_file_of_ten_gigabytes_costs_nothing)
{
	long before;

	put_good();
	ck_assert_int_eq(truncate(path, 10LL << 30), 0);
	before = peak_kilobytes();
	expect_problem("64 MiB");
	ck_assert_int_lt(peak_kilobytes() - before, 8192);
}
END_TEST

static void expect_image(const struct plugin_image *image)
{
	unsigned char *bytes = memory_alloc(folder_good.size + 1);
	char sum[CHECKSUM_TEXT];

	ck_assert_int_eq(pread(image->fd, bytes, folder_good.size + 1, 0), folder_good.size);
	ck_assert_mem_eq(bytes, folder_good.data, folder_good.size);
	ck_assert(checksum_text(folder_good.data, folder_good.size, sum));
	ck_assert_str_eq(image->checksum, sum);
	free(bytes);
}

static void expect_sealed(const struct plugin_image *image)
{
	ck_assert_int_eq(fcntl(image->fd, F_GET_SEALS) &
				 (F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL),
			 F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
	ck_assert_int_eq(pwrite(image->fd, "x", 1, 0), -1);
	ck_assert_int_eq(errno, EPERM);
	ck_assert_int_eq(ftruncate(image->fd, 0), -1);
	ck_assert_int_eq(fcntl(image->fd, F_GETFD), FD_CLOEXEC);
}

static bool loads(int fd)
{
	pid_t child = fork();
	int status;

	if (!child) {
		char *image = memory_format("/proc/self/fd/%d", fd);

		_exit(dlopen(image, RTLD_NOW | RTLD_LOCAL) ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* faults: 37 */
START_TEST(an_image_stays_what_was_checked)
{
	struct catalog *catalog;
	struct plugin_image image;
	struct error error = { 0 };

	put_good();
	catalog = folder_catalog();
	ck_assert(catalog_open_image(catalog, &catalog->entries[0], &image, &error));
	folder_put("Case.so", "rewritten in place", 18);
	expect_image(&image);
	expect_sealed(&image);
	ck_assert(loads(image.fd));
	ck_assert_str_eq(catalog->entries[0].facts.description, "creates the users table");
	close(image.fd);
	catalog_destroy(catalog);
}
END_TEST

/* faults: 37 */
START_TEST(a_file_replaced_after_its_inspection_is_checked_again)
{
	struct catalog *catalog;
	struct entry *entry;
	struct plugin_image image;
	struct error error = { 0 };

	put_good();
	catalog = folder_catalog();
	entry = folder_inspect(catalog, "Case");
	ck_assert(entry->facts.known);
	folder_put("Case.so", "#!/bin/sh", 9);
	catalog_inspect(catalog, entry);
	ck_assert_msg(!entry->problem, "looked twice");
	ck_assert(!catalog_open_image(catalog, entry, &image, &error));
	ck_assert_int_eq(image.fd, -1);
	ck_assert_int_eq(error.code, ERROR_PLUGIN_REFUSED);
	ck_assert_ptr_nonnull(strstr(error.message, "Case.so: not an ELF file"));
	ck_assert(entry->problem && !entry->facts.known);
	error_finish(&error);
	catalog_destroy(catalog);
}
END_TEST

/* faults: 37 */
START_TEST(a_file_that_went_away_is_refused)
{
	struct catalog *catalog;
	struct plugin_image image;
	struct error error = { 0 };

	put_good();
	catalog = folder_catalog();
	ck_assert_int_eq(unlink(path), 0);
	ck_assert(!catalog_open_image(catalog, &catalog->entries[0], &image, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "cannot be opened"));
	error_finish(&error);
	catalog_destroy(catalog);
}
END_TEST

START_TEST(a_checksum_is_that_of_the_standard)
{
	char sum[CHECKSUM_TEXT], other[CHECKSUM_TEXT];
	struct checksum checksum;
	struct error error = { 0 };

	ck_assert(checksum_text("abc", 3, sum));
	ck_assert_str_eq(sum, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	ck_assert(checksum_init(&checksum));
	checksum_update(&checksum, "a", 1);
	checksum_update(&checksum, "bc", 2);
	ck_assert(checksum_finish(&checksum, other));
	ck_assert_str_eq(other, sum);
	folder_put("Case.so", "abc", 3);
	ck_assert(catalog_checksum(path, other, &error));
	ck_assert_str_eq(other, sum);
	ck_assert(!catalog_checksum(folder_path(), other, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "not a regular file"));
	error_finish(&error);
}
END_TEST

Suite *plugin_access_suite(void);

Suite *plugin_access_suite(void)
{
	Suite *suite = suite_create("plugin_access");
	TCase *access = tcase_create("access");

	tcase_add_unchecked_fixture(access, folder_setup_base, folder_teardown_base);
	tcase_add_checked_fixture(access, setup, teardown);
	tcase_add_test(access, a_link_inside_of_the_directory_works);
	tcase_add_test(access, a_link_out_of_the_directory_is_refused);
	tcase_add_test(access, what_is_no_file_is_refused_without_blocking);
	tcase_add_test(access, a_device_is_refused);
	tcase_add_test(access, an_unreadable_file_is_refused);
	tcase_add_test(access, a_file_that_others_may_write_to_is_refused_or_warned_of);
	tcase_add_test(access, a_file_of_another_user_is_refused);
	tcase_add_loop_test(access, root_the_user_and_the_owner_of_the_configuration_are_trusted, 0,
			    COUNT(permissions));
	tcase_add_test(access, a_sparse_file_of_ten_gigabytes_costs_nothing);
	tcase_add_test(access, an_image_stays_what_was_checked);
	tcase_add_test(access, a_file_replaced_after_its_inspection_is_checked_again);
	tcase_add_test(access, a_file_that_went_away_is_refused);
	tcase_add_test(access, a_checksum_is_that_of_the_standard);
	suite_add_tcase(suite, access);
	return suite;
}
