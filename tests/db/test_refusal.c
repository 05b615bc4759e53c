/* What a driver does not work with, and the clear word about it. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "driver/mysql/refusal.c"
#include "driver/sqlite/place.c"
#include "target.h"

static const struct facts_case {
	struct facts facts;
	unsigned long thread;
	const char *galera;
	bool reading;
	enum failure_kind kind;
} facts_cases[] = {
	{ { .connection = 7 }, 7, NULL, false, FAILURE_NONE },
	{ { .connection = 7 }, 8, NULL, false, FAILURE_REFUSED },
	{ { .connection = 7 }, 8, NULL, true, FAILURE_NONE },
	{ { .connection = 0x100000007 }, 7, NULL, false, FAILURE_NONE },
	{ { .connection = 7, .read_only = true }, 7, NULL, false, FAILURE_READ_ONLY },
	{ { .connection = 7, .read_only = true }, 7, NULL, true, FAILURE_NONE },
	{ { .connection = 7, .cluster = true }, 7, NULL, false, FAILURE_REFUSED },
	{ { .connection = 7, .cluster = true }, 7, "", false, FAILURE_REFUSED },
	{ { .connection = 7, .cluster = true }, 7, "many", false, FAILURE_REFUSED },
	{ { .connection = 7, .cluster = true }, 7, "single-writer", false, FAILURE_NONE },
	{ { .connection = 7, .cluster = true }, 7, NULL, true, FAILURE_NONE },
	{ { .connection = 7, .cluster = true, .read_only = true },
	  7,
	  "single-writer",
	  false,
	  FAILURE_READ_ONLY },
};

enum { FACTS_CASES = sizeof facts_cases / sizeof *facts_cases };

START_TEST(proxies_replicas_and_clusters_are_refused_for_writing)
{
	const struct facts_case *one = &facts_cases[_i];
	struct driver_settings settings = { .galera = one->galera, .reading = one->reading };
	struct failure failure = { 0 };
	bool accepted = facts_accept(&one->facts, one->thread, &settings, &failure);

	ck_assert_int_eq(accepted, one->kind == FAILURE_NONE);
	ck_assert_int_eq(failure.kind, one->kind);
	ck_assert_int_eq(failure.hint != NULL, one->kind != FAILURE_NONE);
	failure_finish(&failure);
}
END_TEST

static const struct {
	const char *type;
	bool remote;
} filesystems[] = {
	{ "nfs", true },        { "nfs4", true },  { "cifs", true },     { "smb3", true },
	{ "fuse.sshfs", true }, { "ext4", false }, { "btrfs", false },   { "overlay", false },
	{ "tmpfs", false },     { "fuse", false }, { "fuseblk", false }, { "nfsd", false },
};

/* faults: 143 */
START_TEST(a_network_filesystem_is_known_by_its_name)
{
	for (size_t i = 0; i < sizeof filesystems / sizeof *filesystems; i++)
		ck_assert_msg(place_is_remote(filesystems[i].type) == filesystems[i].remote, "%s",
			      filesystems[i].type);
}
END_TEST

START_TEST(a_line_of_mountinfo_is_read)
{
	unsigned int at_major, at_minor;
	char type[64];

	ck_assert(mount_line("36 35 0:52 /mnt1 /mnt2 rw,noatime master:1 - nfs4 host:/x rw\n",
			     &at_major, &at_minor, type));
	ck_assert_uint_eq(at_major, 0);
	ck_assert_uint_eq(at_minor, 52);
	ck_assert_str_eq(type, "nfs4");
	ck_assert(!mount_line("36 35 98:0 /mnt1 /mnt2 rw", &at_major, &at_minor, type));
}
END_TEST

static void expect_refused(const char *path, bool reading, enum failure_kind kind, const char *word)
{
	struct driver_settings settings = { .schema = path, .reading = reading };
	struct failure failure = target_refused(TARGET_SQLITE, &settings);

	ck_assert_msg(failure.kind == kind, "kind %d: %s", failure.kind, failure.message);
	ck_assert_msg(strstr(failure.message, word), "%s", failure.message);
	failure_finish(&failure);
}

static char *write_file(const char *name, const char *content, size_t length)
{
	char *path = target_path(name);
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(content, 1, length, file), length);
	fclose(file);
	return path;
}

/* faults: 143 */
START_TEST(what_is_no_database_file_is_refused)
{
	char *folder = target_path("");
	char *text = write_file("text", "This is a text and no database at all.\n", 39);
	char *pipe = target_path("pipe");
	char *missing = target_path("missing/glim.db");

	ck_assert_int_eq(mkfifo(pipe, 0600), 0);
	for (int reading = 0; reading < 2; reading++) {
		expect_refused(folder, reading, FAILURE_REFUSED, "a folder");
		expect_refused(text, reading, FAILURE_REFUSED, "not a database");
		expect_refused(pipe, reading, FAILURE_REFUSED, "not a regular file");
		expect_refused(missing, reading, FAILURE_NO_DATABASE, "missing");
		expect_refused(":memory:", reading, FAILURE_REFUSED, "memory");
		expect_refused("/somewhere/:memory:", reading, FAILURE_REFUSED, "memory");
		expect_refused("", reading, FAILURE_NO_DATABASE, "schema");
	}
	free(folder);
	free(text);
	free(pipe);
	free(missing);
}
END_TEST

START_TEST(a_reader_creates_no_file)
{
	char *absent = target_path("absent.db");

	expect_refused(absent, true, FAILURE_NO_DATABASE, "absent.db");
	ck_assert_int_ne(access(absent, F_OK), 0);
	free(absent);
}
END_TEST

START_TEST(a_reader_changes_nothing)
{
	struct target target;
	struct failure failure;

	target_open(&target, TARGET_SQLITE);
	target_run(&target, "CREATE TABLE t (a)");
	target.driver->close(target.session);
	target.settings.reading = true;
	target.session = target_session(&target);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 0);
	failure = target_fails(&target, "INSERT INTO t VALUES (1)");
	ck_assert_int_eq(failure.kind, FAILURE_READ_ONLY);
	failure_finish(&failure);
	target_close(&target);
}
END_TEST

/* faults: 143 */
START_TEST(a_damaged_file_is_told_as_such)
{
	struct target target;
	struct failure failure;
	FILE *file;

	target_open(&target, TARGET_SQLITE);
	target_run(&target, "CREATE TABLE t (a)");
	target_run(&target, "INSERT INTO t VALUES (zeroblob(100000))");
	target.driver->close(target.session);
	file = fopen(target.schema, "r+");
	fseek(file, 4096, SEEK_SET);
	for (int i = 0; i < 8192; i++)
		fputc(0x5a, file);
	fclose(file);
	target.session = target_session(&target);
	failure = target_fails(&target, "SELECT sum(length(a)) FROM t");
	ck_assert_int_eq(failure.kind, FAILURE_REFUSED);
	ck_assert_ptr_nonnull(failure.hint);
	failure_finish(&failure);
	target_close(&target);
}
END_TEST

/* Opens as a user who is not the administrator; the answer is the failure's kind. */
static int kind_as_nobody(const char *file, bool reading)
{
	struct driver_settings settings = { .schema = file, .reading = reading };
	const struct driver *driver = target_driver(TARGET_SQLITE);
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct failure failure = { 0 };

		if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
			_exit(99);
		_exit(driver->open(&settings, &failure) ? FAILURE_NONE : failure.kind);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static const struct {
	mode_t folder, file;
	enum failure_kind writing, reading;
} modes[] = {
	{ 0777, 0666, FAILURE_NONE, FAILURE_NONE },
	{ 0777, 0444, FAILURE_READ_ONLY, FAILURE_NONE },
	{ 0555, 0666, FAILURE_READ_ONLY, FAILURE_NONE },
	{ 0777, 0000, FAILURE_CONNECT, FAILURE_CONNECT },
};

enum { MODES = sizeof modes / sizeof *modes };

/* faults: 143 */
START_TEST(a_file_or_folder_that_may_not_be_written_is_told_apart)
{
	struct target target;
	char *folder = target_path("mode");
	char *file = target_path("mode/glim.db");
	char *above = target_path("");

	chmod(above, 0755);
	ck_assert_int_eq(mkdir(folder, 0777), 0);
	target_prepare(&target, TARGET_SQLITE);
	target.settings.schema = file;
	target.session = target_session(&target);
	target_run(&target, "CREATE TABLE t (a)");
	target_close(&target);
	chmod(file, modes[_i].file);
	chmod(folder, modes[_i].folder);
	ck_assert_int_eq(kind_as_nobody(file, false), modes[_i].writing);
	ck_assert_int_eq(kind_as_nobody(file, true), modes[_i].reading);
	chmod(folder, 0700);
	unlink(file);
	rmdir(folder);
	free(above);
	free(folder);
	free(file);
}
END_TEST

static TCase *decided_case(void)
{
	TCase *decided = tcase_create("without a server");

	tcase_add_loop_test(decided, proxies_replicas_and_clusters_are_refused_for_writing, 0,
			    FACTS_CASES);
	tcase_add_test(decided, a_network_filesystem_is_known_by_its_name);
	tcase_add_test(decided, a_line_of_mountinfo_is_read);
	return decided;
}

static TCase *file_case(void)
{
	TCase *files = tcase_create("files");

	tcase_add_unchecked_fixture(files, target_folder_make, target_folder_remove);
	tcase_add_test(files, what_is_no_database_file_is_refused);
	tcase_add_test(files, a_reader_creates_no_file);
	tcase_add_test(files, a_reader_changes_nothing);
	tcase_add_loop_test(files, a_file_or_folder_that_may_not_be_written_is_told_apart, 0,
			    MODES);
	tcase_add_test(files, a_damaged_file_is_told_as_such);
	return files;
}

Suite *refusal_suite(void);

Suite *refusal_suite(void)
{
	Suite *suite = suite_create("refusal");

	suite_add_tcase(suite, decided_case());
	suite_add_tcase(suite, file_case());
	return suite;
}
