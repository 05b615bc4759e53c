/* What a plugin's bytes may be: real files by real compilers, then damaged ones. */
#include <check.h>
#include <dlfcn.h>
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "catalog/fact.h"
#include "plugin_folder.h"

#define COUNT(array)   (sizeof(array) / sizeof *(array))
#define HEADER         "#include <glim/migration.h>\n"
#define RUN            "int run(glim_ctx *ctx) { return glim_flush(ctx); }\n"
#define DESCRIPTION    "const char description[] = \"tells\";\n"
#define C_LINKAGE(abi) "extern const unsigned glim_abi; const unsigned glim_abi = " abi ";\n"

static const struct {
	const char *compiler, *flags;
} builds[] = {
	{ "gcc", "-shared -fPIC" },
	{ "gcc", "-shared -fPIC -O2 -fvisibility=hidden -Wl,-z,defs -Wl,-Bsymbolic" },
	{ "gcc", "-shared -fPIC -O2 -flto -s" },
	{ "gcc", "-shared -fPIC -O2 -fdata-sections -ffunction-sections -Wl,--gc-sections -s" },
	{ "gcc", "-shared -fPIC -Wl,--hash-style=sysv" },
	{ "gcc", "-shared -fPIC -Wl,--hash-style=gnu" },
	{ "gcc", "-shared -fPIC -Wl,-z,pack-relative-relocs" },
	{ "gcc", "-shared -fPIC -fuse-ld=gold" },
	{ "gcc", "-shared -fPIC -nostdlib" },
	{ "clang", "-shared -fPIC" },
	{ "clang", "-shared -fPIC -O2 -s" },
	{ "g++", "-x c++ -std=c++17 -shared -fPIC" },
	{ "g++", "-x c++ -std=c++17 -shared -fPIC -O2 -flto -s -fvisibility=hidden" },
	{ "clang++", "-x c++ -std=c++17 -shared -fPIC -O2" },
};

/* Plugins of which loading runs code, and those of which it does not. */
static const struct {
	const char *compiler, *flags, *more;
	bool inert;
} loads[] = {
	{ "gcc", "-shared -fPIC", "", true },
	{ "gcc", "-shared -fPIC -O2 -s -lm", "", true },
	{ "clang", "-shared -fPIC -O2", "", true },
	{ "gcc", "-shared -fPIC -nostdlib", "", true },
	{ "g++", "-x c++ -shared -fPIC -O2 -nodefaultlibs -lc", "", true },
	{ "gcc", "-shared -fPIC -Wl,--no-as-needed -lsqlite3", "", false },
	{ "g++", "-x c++ -shared -fPIC", "static int value = getpid();\n", false },
	{ "gcc", "-shared -fPIC",
	  "__attribute__((constructor)) static void first(void) { getpid(); }\n", false },
	{ "gcc", "-shared -fPIC -nostartfiles",
	  "__attribute__((constructor)) static void first(void) { getpid(); }\n", false },
	{ "gcc", "-shared -fPIC",
	  "static int one(void) { return 1; }\nstatic void *choose(void) { return (void *)one; }\n"
	  "int other(void) __attribute__((ifunc(\"choose\")));\nint (*pointer)(void) = other;\n",
	  false },
	{ "gcc", "-shared -fPIC -O2",
	  "static int one(void) { return 1; }\nstatic void *choose(void) { return (void *)one; }\n"
	  "static int other(void) __attribute__((ifunc(\"choose\")));\n"
	  "int call(void) { return other(); }\n",
	  false },
};

static struct entry *compile(struct catalog **catalog, const char *compiler, const char *flags,
			     const char *source)
{
	char *path = folder_join(folder_path(), "1_Case.so");

	ck_assert_msg(folder_compile(compiler, flags, "c", source, path), "%s %s", compiler, flags);
	free(path);
	*catalog = folder_catalog();
	return folder_inspect(*catalog, "Case");
}

static struct entry *put(struct catalog **catalog, const void *data, size_t size)
{
	folder_put("1_Case.so", data, size);
	*catalog = folder_catalog();
	return folder_inspect(*catalog, "Case");
}

static void expect_problem(const struct entry *entry, enum error_code code, const char *part)
{
	ck_assert_msg(entry->problem != NULL, "accepted, expected: %s", part);
	ck_assert_msg(strstr(entry->problem, part) != NULL, "%s", entry->problem);
	ck_assert_int_eq(entry->problem_code, code);
	ck_assert(!entry->facts.known);
}

START_TEST(what_each_compiler_makes_is_accepted)
{
	struct catalog *catalog;
	struct entry *entry;

	if (!folder_needs(builds[_i].compiler))
		return;
	entry = compile(&catalog, builds[_i].compiler, builds[_i].flags,
			HEADER DESCRIPTION "GLIM_DEPENDS(\"AddUser\");\n" RUN);
	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert_ptr_null(entry->warning);
	ck_assert(entry->facts.known && entry->facts.has_run && !entry->facts.has_rollback);
	ck_assert_str_eq(entry->facts.description, "tells");
	ck_assert_uint_eq(entry->facts.depends_count, 1);
	ck_assert_str_eq(entry->facts.depends[0], "AddUser");
	ck_assert_uint_eq(entry->facts.abi, 0x10001);
	catalog_destroy(catalog);
}
END_TEST

START_TEST(all_facts_are_read)
{
	struct catalog *catalog;
	const struct plugin_facts *facts =
		&put(&catalog, folder_good.data, folder_good.size)->facts;

	ck_assert(facts->known && facts->has_run && facts->has_rollback && !facts->has_models);
	ck_assert_str_eq(facts->description, "creates the users table");
	ck_assert_uint_eq(facts->timeout, 60);
	ck_assert(facts->irreversible);
	ck_assert_uint_eq(facts->depends_count, 2);
	ck_assert_str_eq(facts->depends[1], "2_AddCrates");
	ck_assert_ptr_null(facts->source_checksum);
	ck_assert_uint_eq(facts->size, folder_good.size);
	catalog_destroy(catalog);
}
END_TEST

/* The section headers are for linkers; the loader never reads them. */
START_TEST(a_file_without_section_headers_is_accepted)
{
	Elf64_Ehdr *header = (Elf64_Ehdr *)folder_good.data;
	size_t size = header->e_shoff;
	struct catalog *catalog;
	struct entry *entry;

	header->e_shoff = 0;
	header->e_shnum = header->e_shstrndx = 0;
	entry = put(&catalog, folder_good.data, size);
	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert_str_eq(entry->facts.description, "creates the users table");
	catalog_destroy(catalog);
}
END_TEST

/* faults: 14 43 */
static const struct {
	const char *definition, *flags;
	const char *description; /* NULL: none */
	const char *warning;     /* NULL: none */
} descriptions[] = {
	{ "const char description[] = \"array\";", "", "array", NULL },
	{ "const char description[8] = \"eight!!\";", "", "eight!!", NULL },
	{ "const char *description = \"pointer\";", "", "pointer", NULL },
	{ "const char *const description = \"pointer\";", "-Wl,-z,pack-relative-relocs", "pointer",
	  NULL },
	{ "const char text[] = \"by name\"; const char *const description = text;", "", "by name",
	  NULL },
	{ "const char text[] = \"by name\"; const char *const description = text + 3;", "", "name",
	  NULL },
	{ "const char *description(void) { return 0; }", "", NULL, "is a function" },
	{ "__thread char description[8] = \"thread\";", "", NULL, NULL },
	{ "char description[100];", "", NULL, NULL },
	{ "const char description[] = \"\";", "", NULL, NULL },
	{ "extern const char other[]; const char *const description = other;", "", NULL, NULL },
	{ "const char description[3] = \"abc\"; const char behind[] = \"def\";", "", "abc",
	  "does not end" },
	{ "const char description[] = \"a\\033[2Jb\\nc\";", "", "a\033[2Jb\nc", NULL },
	{ "static const char description[] __attribute__((used)) = \"x\";", "", NULL, "hidden" },
	{ "", "", NULL, NULL },
};

/* faults: 14 43 */
START_TEST(a_description_is_read_without_running_it)
{
	char *flags = memory_format("-shared -fPIC %s", descriptions[_i].flags);
	char *source =
		memory_format("%s\n" C_LINKAGE("0x10000") "int run(void *ctx) { return !ctx; }\n",
			      descriptions[_i].definition);
	struct catalog *catalog;
	struct entry *entry = compile(&catalog, "gcc", flags, source);

	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert_pstr_eq(entry->facts.description, descriptions[_i].description);
	ck_assert_msg(!entry->warning == !descriptions[_i].warning, "%s", entry->warning);
	if (entry->warning)
		ck_assert_msg(strstr(entry->warning, descriptions[_i].warning) != NULL, "%s",
			      entry->warning);
	catalog_destroy(catalog);
	free(source);
	free(flags);
}
END_TEST

/* faults: 43 */
START_TEST(a_description_of_a_megabyte_is_cut_between_characters)
{
	struct catalog *catalog;
	struct entry *entry = compile(
		&catalog, "gcc", "-shared -fPIC",
		HEADER RUN
		"#define A \"\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\"\n"
		"#define B A A A A A A A A A A A A A A A A\n"
		"#define C B B B B B B B B B B B B B B B B\n"
		"#define D C C C C C C C C C C C C C C C C\n"
		"const char description[] = \"x\" D D D D D D D D D D D D D D D D;\n");

	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert_uint_eq(strlen(entry->facts.description), FACT_DESCRIPTION - 1);
	ck_assert_uint_eq((unsigned char)entry->facts.description[FACT_DESCRIPTION - 2], 0xa4);
	catalog_destroy(catalog);
}
END_TEST

/* A const array in C++ is not exported unless it was declared before, as the header does. */
START_TEST(a_description_that_cxx_keeps_inside_is_explained)
{
	struct catalog *catalog;
	struct entry *entry =
		compile(&catalog, "g++", "-x c++ -shared -fPIC -O0",
			"extern \"C\" {\n" C_LINKAGE(
				"0x10000") "const char description[] = \"inside\";\n"
					   "int run(void *) { return description[0]; } }\n");

	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert_ptr_null(entry->facts.description);
	ck_assert_ptr_nonnull(entry->warning);
	ck_assert_ptr_nonnull(strstr(entry->warning, "in C++ a const array"));
	catalog_destroy(catalog);
}
END_TEST

static const struct {
	const char *flags, *source;
	enum error_code code;
	const char *part;
} refused[] = {
	{ "-c", HEADER RUN, ERROR_PLUGIN_REFUSED, "was not linked" },
	{ "-pie -fPIE", "int main(void) { return 0; }", ERROR_PLUGIN_REFUSED, "a program" },
	{ "-no-pie", "int main(void) { return 0; }", ERROR_PLUGIN_REFUSED, "a program" },
	{ "-static", "int main(void) { return 0; }", ERROR_PLUGIN_REFUSED, "a program" },
	{ "-static-pie", "int main(void) { return 0; }", ERROR_PLUGIN_REFUSED, "a program" },
	{ "-shared -fPIC", HEADER, ERROR_PLUGIN_REFUSED, "exports no run()" },
	{ "-shared -fPIC", C_LINKAGE("0x10000") "int run = 5;", ERROR_PLUGIN_REFUSED,
	  "its run is not a function" },
	{ "-shared -fPIC", C_LINKAGE("0x10000") "int run(void) { return 0; } int rollback;",
	  ERROR_PLUGIN_REFUSED, "its rollback is not a function" },
	{ "-shared -fPIC -fvisibility=hidden", C_LINKAGE("0x10000") "int run(void) { return 0; }",
	  ERROR_PLUGIN_REFUSED, "its run() is hidden" },
	{ "-shared -fPIC", "static int run(void) { return 0; } int x(void) { return run(); }",
	  ERROR_PLUGIN_REFUSED, "its run() is hidden" },
	{ "-x c++ -shared -fPIC", "int run(void *) { return 0; }", ERROR_PLUGIN_REFUSED,
	  "C++ name" },
	{ "-shared -fPIC", "int run(void *x) { return !x; }", ERROR_PLUGIN_ABI, "which ABI" },
	{ "-shared -fPIC", C_LINKAGE("0x20003") "int run(void) { return 0; }", ERROR_PLUGIN_ABI,
	  "built for ABI 2.3, and this glim has 1.1" },
	{ "-shared -fPIC", C_LINKAGE("0x10002") "int run(void) { return 0; }", ERROR_PLUGIN_ABI,
	  "built for ABI 1.2, and this glim has 1.1" },
	{ "-shared -fPIC", C_LINKAGE("0xffff") "int run(void) { return 0; }", ERROR_PLUGIN_ABI,
	  "built for ABI 0.65535" },
	{ "-shared -fPIC -Wl,-z,execstack", HEADER RUN, ERROR_PLUGIN_REFUSED, "executable stack" },
	{ "-shared -fPIC -Wl,-z,notext",
	  HEADER RUN "__asm__(\".text\\n.balign 8\\n.8byte glim_abi\\n\");", ERROR_PLUGIN_REFUSED,
	  "-fPIC" },
	{ "-shared -fPIC -Wl,-z,nodlopen", HEADER RUN, ERROR_PLUGIN_REFUSED, "forbids dlopen" },
	{ "-shared -fPIC -Wl,--audit=libaudit.so", HEADER RUN, ERROR_PLUGIN_REFUSED, "audit" },
	{ "-shared -fPIC -Wl,--depaudit=libaudit.so", HEADER RUN, ERROR_PLUGIN_REFUSED, "audit" },
	{ "-shared -fPIC -Wl,-f,libother.so", HEADER RUN, ERROR_PLUGIN_REFUSED, "filter" },
	{ "-shared -fPIC", HEADER RUN "GLIM_DEPENDS(\"Good, it's bad\");", ERROR_PLUGIN_REFUSED,
	  "it depends on \"it's\"" },
	{ "-shared -fPIC", HEADER RUN "GLIM_DEPENDS(\"\\033[2J\");", ERROR_PLUGIN_REFUSED,
	  "\"\\x1b[2J\"" },
	{ "-shared -fPIC", HEADER RUN "const char glim_depends[3] = \"abc\";", ERROR_PLUGIN_REFUSED,
	  "does not end" },
	{ "-shared -fPIC", HEADER RUN "const struct glim_options glim_options = { .size = 400 };",
	  ERROR_PLUGIN_REFUSED, "glim_options" },
	{ "-shared -fPIC", HEADER RUN "const struct glim_options glim_options = { .size = 0 };",
	  ERROR_PLUGIN_REFUSED, "glim_options" },
};

/* faults: 7 8 9 10 11 12 15 16 20 */
START_TEST(a_file_that_is_no_migration_is_refused)
{
	struct catalog *catalog;
	struct entry *entry = compile(&catalog, "gcc", refused[_i].flags, refused[_i].source);

	expect_problem(entry, refused[_i].code, refused[_i].part);
	catalog_destroy(catalog);
}
END_TEST

/* faults: 13 14 */
START_TEST(rollback_and_description_may_be_missing)
{
	struct catalog *catalog;
	struct entry *entry = compile(&catalog, "gcc", "-shared -fPIC", HEADER RUN);

	ck_assert_msg(!entry->problem && !entry->warning, "%s%s", entry->problem, entry->warning);
	ck_assert(entry->facts.has_run && !entry->facts.has_rollback);
	ck_assert_ptr_null(entry->facts.description);
	catalog_destroy(catalog);
}
END_TEST

START_TEST(a_model_file_needs_no_run)
{
	struct catalog *catalog;
	struct entry *entry =
		compile(&catalog, "gcc", "-shared -fPIC",
			"#include <glim/model.h>\n"
			"struct user { int64_t id; };\n"
			"static const glim_column columns[] = {\n"
			"GLIM_COLUMN(struct user, id, GLIM_INTEGER, .primary_key = true) };\n"
			"GLIM_MODEL(User, struct user, \"users\", columns);\n"
			"GLIM_MODELS(&User);\n");

	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert(entry->facts.has_models && !entry->facts.has_run);
	catalog_destroy(catalog);
}
END_TEST

START_TEST(the_checksum_of_the_source_is_read)
{
	static const char *const sums[] = {
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "short",
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdefff",
		"0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef"
	};
	char *flags = memory_format("-shared -fPIC -DGLIM_SOURCE_CHECKSUM='\"%s\"'", sums[_i]);
	struct catalog *catalog;
	struct entry *entry = compile(&catalog, "gcc", flags, HEADER RUN);

	ck_assert_pstr_eq(entry->facts.source_checksum, _i ? NULL : sums[0]);
	catalog_destroy(catalog);
	free(flags);
}
END_TEST

START_TEST(whether_loading_runs_code_is_known)
{
	char *source = memory_format("#include <unistd.h>\n" HEADER "%s" RUN, loads[_i].more);
	struct catalog *catalog;
	struct entry *entry = compile(&catalog, loads[_i].compiler, loads[_i].flags, source);

	ck_assert_msg(!entry->problem, "%s", entry->problem);
	ck_assert_msg(entry->facts.inert == loads[_i].inert, "%s %s: %s", loads[_i].compiler,
		      loads[_i].flags, loads[_i].more);
	catalog_destroy(catalog);
	free(source);
}
END_TEST

static TCase *add_loops(TCase *files)
{
	tcase_add_loop_test(files, what_each_compiler_makes_is_accepted, 0, COUNT(builds));
	tcase_add_loop_test(files, a_description_is_read_without_running_it, 0,
			    COUNT(descriptions));
	tcase_add_loop_test(files, a_file_that_is_no_migration_is_refused, 0, COUNT(refused));
	tcase_add_loop_test(files, the_checksum_of_the_source_is_read, 0, 4);
	tcase_add_loop_test(files, whether_loading_runs_code_is_known, 0, COUNT(loads));
	return files;
}

Suite *plugin_file_suite(void);

Suite *plugin_file_suite(void)
{
	Suite *suite = suite_create("plugin_file");
	TCase *files = add_loops(tcase_create("compiled"));

	tcase_set_timeout(files, 120);
	tcase_add_unchecked_fixture(files, folder_setup_base, folder_teardown_base);
	tcase_add_checked_fixture(files, folder_setup, folder_teardown);
	tcase_add_test(files, all_facts_are_read);
	tcase_add_test(files, a_file_without_section_headers_is_accepted);
	tcase_add_test(files, a_description_of_a_megabyte_is_cut_between_characters);
	tcase_add_test(files, a_description_that_cxx_keeps_inside_is_explained);
	tcase_add_test(files, rollback_and_description_may_be_missing);
	tcase_add_test(files, a_model_file_needs_no_run);
	suite_add_tcase(suite, files);
	return suite;
}
