/* Which config.json is read, and from what it is refused to be read. */
#include <check.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "config/config.h"
#include "config/source.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)
#define GOOD         "{\"db\":{\"default\":{\"driver\":\"mysql\",\"schema\":\"x\"%s}}}"

static char folder[PATH_MAX];
static const char *const places[] = { "config.json", "etc/config.json", NULL };

static void write_file(const char *path, mode_t mode, const char *text, size_t length)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, length), (ssize_t)length);
	ck_assert_int_eq(fchmod(fd, mode), 0);
	close(fd);
}

static void write_text(const char *path, const char *text)
{
	write_file(path, 0600, text, strlen(text));
}

static void enter_folder(void)
{
	char made[] = "/tmp/glim-config.XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(made));
	ck_assert_int_eq(chdir(made), 0);
	ck_assert_ptr_nonnull(realpath(".", folder));
	ck_assert_int_eq(mkdir("etc", 0700), 0);
	unsetenv("GLIM_CONFIG");
}

static void leave_folder(void)
{
	char command[PATH_MAX + 20];

	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static const char *below(const char *name)
{
	static char path[PATH_MAX + 40];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

static struct source find_well(const struct config_request *request)
{
	struct source source;
	struct error error = { 0 };

	ck_assert_msg(source_find(&source, request, places, &error), "%s", error.message);
	return source;
}

/* Each place holds its own name, so that the text tells which one was read. */
static const struct {
	const char *option, *variable;
	const char *names[3]; /* the files that exist */
	const char *read, *found_by;
} orders[] = {
	{ "a.json", "b.json", { "config.json", "a.json", "b.json" }, "a.json", "--config" },
	{ NULL, "b.json", { "config.json", "b.json" }, "b.json", "GLIM_CONFIG" },
	{ NULL, "", { "config.json", "etc/config.json" }, "config.json", "config.json" },
	{ NULL, NULL, { "config.json", "etc/config.json" }, "config.json", "config.json" },
	{ NULL, NULL, { "etc/config.json" }, "etc/config.json", "etc/config.json" },
};

/* faults: 109 */
START_TEST(files_are_looked_for_in_the_documented_order)
{
	const struct config_request request = { .file = orders[_i].option };
	struct source source;

	for (size_t i = 0; i < 3 && orders[_i].names[i]; i++)
		write_text(orders[_i].names[i], orders[_i].names[i]);
	if (orders[_i].variable)
		setenv("GLIM_CONFIG", orders[_i].variable, 1);
	source = find_well(&request);
	ck_assert_str_eq(source.text, orders[_i].read);
	ck_assert_str_eq(source.name, orders[_i].read);
	ck_assert_str_eq(source.found_by, orders[_i].found_by);
	ck_assert_str_eq(source.file, below(orders[_i].read));
	ck_assert_uint_eq(source.owner, geteuid());
	source_finish(&source);
}
END_TEST

START_TEST(no_file_at_all_names_the_places_and_init)
{
	struct source source;
	struct error error = { 0 };

	ck_assert(!source_find(&source, &(struct config_request){ 0 }, places, &error));
	ck_assert_int_eq(error.code, ERROR_CONFIG);
	ck_assert_ptr_nonnull(strstr(error.message, "config.json and etc/config.json"));
	ck_assert_ptr_nonnull(strstr(error.next[0], "glim migration:init"));
	error_finish(&error);
	source_finish(&source);
}
END_TEST

START_TEST(command_without_database_works_without_a_file)
{
	struct source source = find_well(&(struct config_request){ .without_database = true });
	struct error error = { 0 };
	struct config *config =
		config_parse(&source, &(struct config_request){ .without_database = true }, &error);

	ck_assert_ptr_nonnull(config);
	ck_assert_ptr_null(config->file);
	ck_assert_str_eq(config->directory, folder);
	ck_assert_str_eq(config->sources, below("migrations"));
	config_destroy(config);
	source_finish(&source);
}
END_TEST

static void make_directory(void)
{
	ck_assert_int_eq(mkdir("config.json", 0700), 0);
}

static void make_fifo(void)
{
	ck_assert_int_eq(mkfifo("config.json", 0600), 0);
}

static void make_device(void)
{
	ck_assert_int_eq(symlink("/dev/zero", "config.json"), 0);
}

static void make_dangling(void)
{
	ck_assert_int_eq(symlink("nowhere", "config.json"), 0);
}

static void make_large(void)
{
	write_text("config.json", "{}");
	ck_assert_int_eq(truncate("config.json", 100L << 20), 0);
}

static void make_unreadable(void)
{
	write_file("config.json", 0, "{}", 2);
}

static const struct {
	void (*make)(void);
	const char *message;
	bool as_user;
} unfit[] = {
	{ make_directory, "is a directory", false },
	{ make_fifo, "is not a regular file", false },
	{ make_device, "is not a regular file", false },
	{ make_dangling, "does not exist", false },
	{ make_large, "is larger than 1048576 bytes", false },
	{ make_unreadable, "cannot be opened: Permission denied", true },
};

/* Root reads every file. */
static void become_user(void)
{
	if (geteuid() == 0) {
		ck_assert_int_eq(chmod(".", 0777), 0);
		ck_assert_int_eq(seteuid(65534), 0);
	}
}

/* faults: 104 107 */
START_TEST(what_is_no_small_readable_file_is_refused)
{
	struct source source;
	struct error error = { 0 };
	const uid_t user = geteuid();

	unfit[_i].make();
	if (unfit[_i].as_user)
		become_user();
	ck_assert(!source_find(&source, &(struct config_request){ 0 }, places, &error));
	ck_assert_int_eq(seteuid(user), 0);
	ck_assert_int_eq(error.code, ERROR_CONFIG);
	ck_assert_msg(strstr(error.message, unfit[_i].message), "%s", error.message);
	ck_assert_str_eq(error.at, "config.json");
	error_finish(&error);
	source_finish(&source);
}
END_TEST

START_TEST(named_file_that_is_missing_is_not_looked_for_elsewhere)
{
	struct source source;
	struct error error = { 0 };

	write_text("config.json", "{}");
	ck_assert(!source_find(&source, &(struct config_request){ .file = "typo.json" }, places,
			       &error));
	ck_assert_str_eq(error.message, "the configuration (--config) does not exist");
	ck_assert_str_eq(error.at, "typo.json");
	error_finish(&error);
	source_finish(&source);
}
END_TEST

START_TEST(paths_are_relative_to_the_file_as_it_was_named)
{
	struct source source;

	ck_assert_int_eq(mkdir("deploy", 0700), 0);
	write_text("etc/real.json", "{}");
	ck_assert_int_eq(symlink("../etc/real.json", "deploy/config.json"), 0);
	source = find_well(&(struct config_request){ .file = "deploy/config.json" });
	ck_assert_str_eq(source.directory, below("deploy"));
	ck_assert_str_eq(source.file, below("deploy/config.json"));
	source_finish(&source);
}
END_TEST

/* faults: 111 */
START_TEST(deleted_working_directory_is_told)
{
	const char *const plugins[] = { "p" };
	const struct config_request request = { .plugins = plugins, .plugin_count = 1 };
	struct source source;
	struct error error = { 0 };

	write_text("config.json", "{}");
	source = find_well(&request);
	ck_assert_int_eq(mkdir("gone", 0700), 0);
	ck_assert_int_eq(chdir("gone"), 0);
	ck_assert_int_eq(rmdir(below("gone")), 0);
	ck_assert_ptr_null(config_parse(&source, &request, &error));
	ck_assert_ptr_nonnull(strstr(error.message, "the working directory cannot be entered"));
	error_finish(&error);
	source_finish(&source);
}
END_TEST

static struct config *load_with(const char *keys, struct error *error)
{
	const struct config_request request = { .file = "config.json" };
	char text[500];

	snprintf(text, sizeof text, GOOD, keys);
	write_text("config.json", text);
	return config_load(&request, error);
}

static const struct {
	const char *content, *password;
} contents[] = {
	{ "hunter2", "hunter2" },
	{ "hunter2\n", "hunter2" },
	{ "hunter2\r\nuser: shop\n", "hunter2" },
	{ " two words \n", " two words " },
	{ "${HOME}\n", "${HOME}" },
};

START_TEST(password_file_gives_its_first_line)
{
	struct error error = { 0 };
	struct config *config;

	write_text("etc/word", contents[_i].content);
	config = load_with(",\"password_file\":\"etc/word\"", &error);
	ck_assert_msg(config != NULL, "%s", error.message);
	ck_assert_str_eq(config->connection->password, contents[_i].password);
	ck_assert_str_eq(config->connection->password_file, below("etc/word"));
	ck_assert_uint_eq(config->warning_count, 0);
	config_destroy(config);
}
END_TEST

START_TEST(password_from_a_file_is_masked_and_named)
{
	struct error error = { 0 };
	struct config *config;
	struct config_line *lines;
	size_t count, seen = 0;

	write_text("etc/word", "hunter2\n");
	config = load_with(",\"password_file\":\"etc/word\"", &error);
	lines = config_describe(config, &count);
	for (size_t i = 0; i < count; i++) {
		ck_assert_ptr_null(strstr(lines[i].value, "hunter2"));
		if (strcmp(lines[i].key, "db.default.password") != 0)
			continue;
		ck_assert_str_eq(lines[i].value, "********");
		ck_assert_str_eq(lines[i].source, below("etc/word"));
		seen++;
	}
	ck_assert_uint_eq(seen, 1);
	config_lines_destroy(lines, count);
	config_destroy(config);
}
END_TEST

static const mode_t open_modes[] = { 0644, 0640, 0604 };

START_TEST(password_file_that_others_can_read_is_warned_of)
{
	struct error error = { 0 };
	struct config *config;

	write_file("etc/word", open_modes[_i], "x", 1);
	config = load_with(",\"password_file\":\"etc/word\"", &error);
	ck_assert_ptr_nonnull(config);
	ck_assert_uint_eq(config->warning_count, 1);
	ck_assert_ptr_nonnull(strstr(config->warnings[0], "chmod 600"));
	config_destroy(config);
}
END_TEST

static const struct {
	const char *path, *content;
	size_t length;
	const char *message;
} bad_secrets[] = {
	{ "etc", NULL, 0, "is a directory" },
	{ "etc/none", NULL, 0, "does not exist" },
	{ "etc/word", "", 0, "has an empty first line" },
	{ "etc/word", "\nhunter2", 8, "has an empty first line" },
	{ "etc/word", "hun\0ter2", 8, "holds a NUL byte" },
};

/* faults: 110 */
START_TEST(unusable_password_file_is_a_secret_error)
{
	struct error error = { 0 };
	char keys[100];

	if (bad_secrets[_i].content)
		write_file(bad_secrets[_i].path, 0600, bad_secrets[_i].content,
			   bad_secrets[_i].length);
	snprintf(keys, sizeof keys, ",\"password_file\":\"%s\"", bad_secrets[_i].path);
	ck_assert_ptr_null(load_with(keys, &error));
	ck_assert_int_eq(error.code, ERROR_SECRET);
	ck_assert_str_eq(error.at, "config.json:1:65");
	ck_assert_msg(strstr(error.message, bad_secrets[_i].message), "%s", error.message);
	ck_assert_ptr_null(strstr(error.message, "ter2"));
	error_finish(&error);
}
END_TEST

Suite *source_suite(void);
Suite *source_suite(void)
{
	Suite *suite = suite_create("source");
	TCase *find = tcase_create("find");
	TCase *secret = tcase_create("password_file");

	tcase_add_checked_fixture(find, enter_folder, leave_folder);
	tcase_add_loop_test(find, files_are_looked_for_in_the_documented_order, 0, COUNT(orders));
	tcase_add_test(find, no_file_at_all_names_the_places_and_init);
	tcase_add_test(find, command_without_database_works_without_a_file);
	tcase_add_loop_test(find, what_is_no_small_readable_file_is_refused, 0, COUNT(unfit));
	tcase_add_test(find, named_file_that_is_missing_is_not_looked_for_elsewhere);
	tcase_add_test(find, paths_are_relative_to_the_file_as_it_was_named);
	tcase_add_test(find, deleted_working_directory_is_told);
	tcase_add_checked_fixture(secret, enter_folder, leave_folder);
	tcase_add_loop_test(secret, password_file_gives_its_first_line, 0, COUNT(contents));
	tcase_add_test(secret, password_from_a_file_is_masked_and_named);
	tcase_add_loop_test(secret, password_file_that_others_can_read_is_warned_of, 0,
			    COUNT(open_modes));
	tcase_add_loop_test(secret, unusable_password_file_is_a_secret_error, 0,
			    COUNT(bad_secrets));
	suite_add_tcase(suite, find);
	suite_add_tcase(suite, secret);
	return suite;
}
