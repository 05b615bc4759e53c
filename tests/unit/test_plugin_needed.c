/* What a plugin needs of the system, read before anything runs. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "plugin_folder.h"

static char *library; /* in a folder of its own beside the plugins */

static const char plugin_source[] = "#include <glim/migration.h>\n"
				    "int needed_function(void);\n"
				    "int run(glim_ctx *ctx)\n"
				    "{ return needed_function() + glim_flush(ctx); }\n";

static void setup(void)
{
	char *folder;

	folder_setup();
	folder = folder_join(folder_path(), "libraries");
	ck_assert_int_eq(mkdir(folder, 0755), 0);
	library = folder_join(folder, "libneeded.so.1");
	free(folder);
}

static void teardown(void)
{
	free(library);
	folder_teardown();
}

static void make_library(const char *flags)
{
	char *all = memory_format("-shared -fPIC -Wl,-soname,libneeded.so.1 %s", flags);

	ck_assert(folder_compile("cc", all, "c", "int needed_function(void) { return 0; }\n",
				 library));
	free(all);
}

static struct entry *make_plugin(struct catalog **catalog, const char *run_path)
{
	char *flags = memory_format("-shared -fPIC -Wl,--no-as-needed '-Wl,-rpath,%s' "
				    "-x none '%s' -x c",
				    run_path, library);
	char *path = folder_join(folder_path(), "Case.so");

	ck_assert(folder_compile("cc", flags, "c", plugin_source, path));
	free(path);
	free(flags);
	*catalog = folder_catalog();
	return catalog_find(*catalog, "Case");
}

static void expect_problem(const struct entry *entry, const char *part)
{
	ck_assert_msg(entry->problem != NULL, "accepted, expected: %s", part);
	ck_assert_msg(strstr(entry->problem, part) != NULL, "%s", entry->problem);
	ck_assert_int_eq(entry->problem_code, ERROR_PLUGIN_REFUSED);
}

static char *own_run_path(void)
{
	char *folder = memory_copy(library);

	*strrchr(folder, '/') = '\0';
	return folder;
}

/* faults: 18 */
START_TEST(a_library_that_is_not_there_is_named)
{
	struct catalog *catalog;
	struct entry *entry;

	make_library("");
	entry = make_plugin(&catalog, "/nowhere");
	catalog_inspect(catalog, entry);
	expect_problem(entry, "it needs libneeded.so.1, which this system does not have");
	catalog_destroy(catalog);
}
END_TEST

/* faults: 19 */
START_TEST(a_run_path_is_a_warning_when_all_is_found)
{
	char *run_path = own_run_path();
	struct catalog *catalog;
	struct entry *entry;

	make_library("");
	entry = make_plugin(&catalog, run_path);
	catalog_inspect(catalog, entry);
	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert_ptr_nonnull(entry->warning);
	ck_assert_ptr_nonnull(strstr(entry->warning, run_path));
	catalog_destroy(catalog);
	free(run_path);
}
END_TEST

/* faults: 19 */
START_TEST(a_run_path_beside_the_plugin_is_refused)
{
	struct catalog *catalog;
	struct entry *entry;

	make_library("");
	entry = make_plugin(&catalog, "$ORIGIN/libraries");
	catalog_inspect(catalog, entry);
	expect_problem(entry, "$ORIGIN");
	catalog_destroy(catalog);
}
END_TEST

static void make_versioned_library(const char *script_text)
{
	char *script = folder_join(folder_path(), "script.map");
	char *flags = memory_format("'-Wl,--version-script=%s'", script);

	folder_write(script, script_text, strlen(script_text));
	make_library(flags);
	free(flags);
	free(script);
}

/* faults: 18 */
START_TEST(a_version_that_the_library_does_not_have_is_named)
{
	char *run_path = own_run_path();
	struct catalog *catalog;
	struct entry *entry;

	make_versioned_library("NEEDED_2 { needed_function; };\n");
	entry = make_plugin(&catalog, run_path);
	make_versioned_library("NEEDED_1 { needed_function; };\n");
	catalog_inspect(catalog, entry);
	expect_problem(entry, "it needs NEEDED_2 of ");
	catalog_destroy(catalog);
	free(run_path);
}
END_TEST

/* faults: 18 */
START_TEST(a_newer_glibc_is_named)
{
	static const char version[] = "GLIBC_2.";
	unsigned char *at = memmem(folder_good.data, folder_good.size, version, strlen(version));
	struct catalog *catalog;
	struct entry *entry;

	ck_assert_ptr_nonnull(at);
	at[6] = '9';
	folder_put("Case.so", folder_good.data, folder_good.size);
	at[6] = '2';
	catalog = folder_catalog();
	entry = folder_inspect(catalog, "Case");
	expect_problem(entry, "it needs GLIBC_9.");
	catalog_destroy(catalog);
}
END_TEST

/* A run path may lead to anything; the loader is not waited for in vain. */
START_TEST(a_library_that_is_no_library_is_refused)
{
	char *run_path = own_run_path();
	struct catalog *catalog;
	struct entry *entry;

	make_library("");
	entry = make_plugin(&catalog, run_path);
	folder_write(library, "text", 4);
	catalog_inspect(catalog, entry);
	ck_assert_ptr_nonnull(entry->problem);
	catalog_destroy(catalog);
	free(run_path);
}
END_TEST

START_TEST(the_library_of_cxx_is_found)
{
	char *path = folder_join(folder_path(), "Case.so");
	struct catalog *catalog;
	struct entry *entry;

	ck_assert(folder_compile(
		"g++", "-std=c++17 -shared -fPIC", "cpp",
		"#include <glim/migration.h>\n"
		"#include <stdexcept>\n"
		"const char description[] = \"throws\";\n"
		"GLIM_RUN(ctx) { throw std::runtime_error(\"no\"); }\n"
		"GLIM_ROLLBACK(ctx) { glim_exec(ctx, \"SELECT ?\", glim_int(1)); }\n",
		path));
	catalog = folder_catalog();
	entry = folder_inspect(catalog, "Case");
	ck_assert_msg(!entry->problem && !entry->warning, "%s%s", entry->problem, entry->warning);
	ck_assert(entry->facts.has_run && entry->facts.has_rollback);
	ck_assert_str_eq(entry->facts.description, "throws");
	catalog_destroy(catalog);
	free(path);
}
END_TEST

/* The loader in its listing mode maps a plugin, but neither constructors nor resolvers run. */
START_TEST(nothing_of_a_plugin_runs)
{
	char *run_path = own_run_path();
	char *mark = folder_join(folder_path(), "ran");
	char *path = folder_join(folder_path(), "Case.so");
	char *flags = memory_format("-shared -fPIC '-DMARK=\"%s\"' -Wl,--no-as-needed "
				    "'-Wl,-rpath,%s' -x none '%s' -x c",
				    mark, run_path, library);
	struct catalog *catalog;
	struct entry *entry;

	make_library("");
	ck_assert(folder_compile("cc", flags, "c",
				 "#include <glim/migration.h>\n"
				 "#include <fcntl.h>\n"
				 "#include <unistd.h>\n"
				 "int run(glim_ctx *ctx) { return glim_flush(ctx); }\n"
				 "__attribute__((constructor)) static void begin(void)\n"
				 "{ close(open(MARK, O_CREAT | O_WRONLY, 0644)); }\n"
				 "static int chosen(void) { return 0; }\n"
				 "static void *choose(void) { begin(); return (void *)chosen; }\n"
				 "int other(void) __attribute__((ifunc(\"choose\")));\n"
				 "int (*pointer)(void) = other;\n",
				 path));
	catalog = folder_catalog();
	entry = folder_inspect(catalog, "Case");
	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert_int_ne(access(mark, F_OK), 0);
	catalog_destroy(catalog);
	free(flags);
	free(path);
	free(mark);
	free(run_path);
}
END_TEST

Suite *plugin_needed_suite(void);

Suite *plugin_needed_suite(void)
{
	Suite *suite = suite_create("plugin_needed");
	TCase *needed = tcase_create("needed");

	tcase_set_timeout(needed, 120);
	tcase_add_unchecked_fixture(needed, folder_setup_base, folder_teardown_base);
	tcase_add_checked_fixture(needed, setup, teardown);
	tcase_add_test(needed, a_library_that_is_not_there_is_named);
	tcase_add_test(needed, a_run_path_is_a_warning_when_all_is_found);
	tcase_add_test(needed, a_run_path_beside_the_plugin_is_refused);
	tcase_add_test(needed, a_version_that_the_library_does_not_have_is_named);
	tcase_add_test(needed, a_newer_glibc_is_named);
	tcase_add_test(needed, a_library_that_is_no_library_is_refused);
	tcase_add_test(needed, the_library_of_cxx_is_found);
	tcase_add_test(needed, nothing_of_a_plugin_runs);
	suite_add_tcase(suite, needed);
	return suite;
}
