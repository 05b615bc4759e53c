/* Damaged plugins: whatever the bytes, there is one clear problem and no crash. */
#include <check.h>
#include <dlfcn.h>
#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "catalog/fact.h"
#include "plugin_folder.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { MUTATIONS = 20000 };

static struct bytes copy;

static void setup(void)
{
	folder_setup();
	copy.size = folder_good.size;
	copy.data = (unsigned char *)memory_copy_bytes(folder_good.data, folder_good.size);
}

static void teardown(void)
{
	free(copy.data);
	folder_teardown();
}

/* Puts the bytes into the folder, and expects a problem with this text. */
static void expect_refused(const void *data, size_t size, const char *part)
{
	struct catalog *catalog;
	struct entry *entry;

	folder_put("Case.so", data, size);
	catalog = folder_catalog();
	entry = folder_inspect(catalog, "Case");
	ck_assert_msg(entry->problem != NULL, "accepted, expected: %s", part);
	ck_assert_msg(strstr(entry->problem, part) != NULL, "%s", entry->problem);
	ck_assert_int_eq(entry->problem_code, ERROR_PLUGIN_REFUSED);
	catalog_destroy(catalog);
}

static Elf64_Ehdr *header(void)
{
	return (Elf64_Ehdr *)copy.data;
}

static Elf64_Phdr *segment(uint32_t type)
{
	Elf64_Phdr *segments = (Elf64_Phdr *)(copy.data + header()->e_phoff);

	for (int i = 0; i < header()->e_phnum; i++)
		if (segments[i].p_type == type)
			return &segments[i];
	ck_abort_msg("no segment of type %u", type);
}

static Elf64_Dyn *dynamic(int64_t tag)
{
	Elf64_Dyn *entry = (Elf64_Dyn *)(copy.data + segment(PT_DYNAMIC)->p_offset);

	while (entry->d_tag != tag && entry->d_tag != DT_NULL)
		entry++;
	ck_assert_msg(entry->d_tag == tag, "no dynamic entry %ld", (long)tag);
	return entry;
}

static const struct {
	const char *bytes, *part;
	size_t size;
} texts[] = {
	{ "", "the file is empty", 0 },      { "#!/bin/sh\n", "not an ELF file", 10 },
	{ "\177EL", "not an ELF file", 3 },  { "\177ELF", "truncated", 4 },
	{ "\177ELF\2\1\1", "truncated", 7 }, { "!<arch>\n", "not an ELF file", 8 },
};

/* faults: 1 2 3 */
START_TEST(what_is_no_elf_file_is_refused)
{
	expect_refused(texts[_i].bytes, texts[_i].size, texts[_i].part);
}
END_TEST

static const struct {
	size_t at;
	unsigned char value;
	const char *part;
} patches[] = {
	{ EI_CLASS, ELFCLASS32, "32-bit" },
	{ EI_CLASS, 9, "damaged" },
	{ EI_DATA, ELFDATA2MSB, "byte order" },
	{ EI_VERSION, 7, "damaged" },
	{ EI_OSABI, ELFOSABI_FREEBSD, "another operating system" },
	{ offsetof(Elf64_Ehdr, e_machine), EM_ARM, "another processor" },
	{ offsetof(Elf64_Ehdr, e_type), ET_REL, "not linked" },
	{ offsetof(Elf64_Ehdr, e_type), ET_EXEC, "a program" },
	{ offsetof(Elf64_Ehdr, e_type), ET_CORE, "a core dump" },
	{ offsetof(Elf64_Ehdr, e_type), 77, "not a shared object" },
	{ offsetof(Elf64_Ehdr, e_phentsize), 1, "damaged" },
	{ offsetof(Elf64_Ehdr, e_phnum), 0, "damaged" },
	{ offsetof(Elf64_Ehdr, e_phnum) + 1, 0x7f, "truncated" },
	{ offsetof(Elf64_Ehdr, e_phoff) + 7, 0xff, "truncated" },
	{ offsetof(Elf64_Ehdr, e_phoff) + 2, 0xff, "truncated" },
};

/* faults: 3 4 5 6 7 8 */
START_TEST(a_header_of_another_kind_is_refused)
{
	copy.data[patches[_i].at] = patches[_i].value;
	expect_refused(copy.data, copy.size, patches[_i].part);
}
END_TEST

static void no_dynamic(void)
{
	segment(PT_DYNAMIC)->p_type = PT_NULL;
}

static void dynamic_elsewhere(void)
{
	segment(PT_DYNAMIC)->p_vaddr += 1 << 20;
}

static void endless_dynamic(void)
{
	segment(PT_DYNAMIC)->p_filesz = sizeof(Elf64_Dyn);
}

static void large_segment(void)
{
	segment(PT_LOAD)->p_filesz = segment(PT_LOAD)->p_memsz = 1 << 30;
}

static void segment_behind(void)
{
	segment(PT_LOAD)->p_offset = UINT64_MAX - 4095;
}

static void shrunk_segment(void)
{
	segment(PT_LOAD)->p_memsz = 1;
}

static void crooked_segment(void)
{
	segment(PT_LOAD)->p_vaddr += 8;
}

static void overlapping_segments(void)
{
	segment(PT_LOAD)->p_memsz = 1 << 20;
}

static void vast_segment(void)
{
	segment(PT_LOAD)->p_memsz = UINT64_MAX;
}

static void note_elsewhere(void)
{
	segment(PT_NOTE)->p_vaddr = 1 << 30;
}

static void no_stack(void)
{
	segment(PT_GNU_STACK)->p_flags |= PF_X;
}

static void names_elsewhere(void)
{
	dynamic(DT_STRTAB)->d_un.d_ptr = 1 << 30;
}

static void endless_names(void)
{
	dynamic(DT_STRSZ)->d_un.d_val -= 1;
}

static void symbols_elsewhere(void)
{
	dynamic(DT_SYMTAB)->d_un.d_ptr = UINT64_MAX - 8;
}

static void hash_elsewhere(void)
{
	dynamic(DT_GNU_HASH)->d_un.d_ptr = 1 << 30;
}

static void relocations_elsewhere(void)
{
	dynamic(DT_RELASZ)->d_un.d_val = UINT64_MAX;
}

static void relocated_elsewhere(void)
{
	uint64_t address = dynamic(DT_RELA)->d_un.d_ptr;

	((Elf64_Rela *)(copy.data + address))->r_offset = 8;
}

static void unknown_symbol(void)
{
	uint64_t address = dynamic(DT_RELA)->d_un.d_ptr;

	((Elf64_Rela *)(copy.data + address))->r_info |= UINT64_C(1) << 60;
}

static void wrong_count(void)
{
	dynamic(DT_RELACOUNT)->d_un.d_val++;
}

static void read_only_elsewhere(void)
{
	segment(PT_GNU_RELRO)->p_memsz = 1 << 20;
}

static void versions_elsewhere(void)
{
	dynamic(DT_VERNEED)->d_un.d_ptr = 1 << 30;
}

static void relocated_code(void)
{
	dynamic(DT_RELACOUNT)->d_tag = DT_TEXTREL;
}

static const struct {
	void (*change)(void);
	const char *part;
} changes[] = {
	{ no_dynamic, "no dynamic section" },
	{ dynamic_elsewhere, "damaged" },
	{ endless_dynamic, "dynamic section does not end" },
	{ large_segment, "truncated" },
	{ segment_behind, "truncated" },
	{ shrunk_segment, "damaged" },
	{ crooked_segment, "damaged" },
	{ overlapping_segments, "overlap" },
	{ vast_segment, "damaged" },
	{ note_elsewhere, "damaged" },
	{ no_stack, "executable stack" },
	{ names_elsewhere, "table of names" },
	{ endless_names, "table of names" },
	{ symbols_elsewhere, "table of symbols" },
	{ hash_elsewhere, "hash table" },
	{ relocations_elsewhere, "table for the loader" },
	{ relocated_elsewhere, "relocations make no sense" },
	{ unknown_symbol, "relocations make no sense" },
	{ wrong_count, "relocations make no sense" },
	{ read_only_elsewhere, "read-only" },
	{ versions_elsewhere, "table of versions" },
	{ relocated_code, "-fPIC" },
};

/* faults: 3 9 20 */
START_TEST(tables_that_lead_astray_are_refused)
{
	changes[_i].change();
	expect_refused(copy.data, copy.size, changes[_i].part);
}
END_TEST

static void load_and_leave(const char *path)
{
	void *plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	_exit(plugin && dlsym(plugin, "run") ? 0 : 1);
}

/* Whether dlopen takes the file; the test fails if it dies of it. */
static bool loads(const char *path)
{
	pid_t child = fork();
	int status;

	if (!child)
		load_and_leave(path);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(WIFEXITED(status), "dlopen died of signal %d", WTERMSIG(status));
	return WEXITSTATUS(status) == 0;
}

/* faults: 3 */
START_TEST(a_truncated_file_is_refused_or_loads)
{
	char *path = folder_join(folder_path(), "Case.so");
	size_t refused = 0, accepted = 0;

	for (size_t size = 0; size < folder_good.size; size += 97) {
		struct catalog *catalog;
		const struct entry *entry;

		folder_put("Case.so", folder_good.data, size);
		catalog = folder_catalog();
		entry = folder_inspect(catalog, "Case");
		refused += entry->problem != NULL;
		accepted += entry->problem == NULL;
		if (!entry->problem)
			ck_assert_msg(loads(path), "%zu bytes were accepted", size);
		catalog_destroy(catalog);
	}
	ck_assert_uint_gt(refused, 100);
	ck_assert_uint_gt(accepted, 0);
	free(path);
}
END_TEST

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

START_TEST(random_changes_end_in_facts_or_a_problem)
{
	uint32_t state = 2463534242;

	for (int i = 0; i < MUTATIONS; i++) {
		struct fact_reading reading;
		struct error error = { 0 };

		memcpy(copy.data, folder_good.data, copy.size);
		for (uint32_t n = next_random(&state) % 8 + 1; n; n--) {
			uint32_t window = next_random(&state) & 1 ? 2048 : (uint32_t)copy.size;

			copy.data[next_random(&state) % window] =
				(unsigned char)next_random(&state);
		}
		if (!fact_read(&reading, copy.data, copy.size, &error))
			ck_assert_ptr_nonnull(error.message);
		fact_reading_finish(&reading);
		error_finish(&error);
	}
}
END_TEST

Suite *plugin_damage_suite(void);

Suite *plugin_damage_suite(void)
{
	Suite *suite = suite_create("plugin_damage");
	TCase *damage = tcase_create("damage");

	tcase_set_timeout(damage, 120);
	tcase_add_unchecked_fixture(damage, folder_setup_base, folder_teardown_base);
	tcase_add_checked_fixture(damage, setup, teardown);
	tcase_add_loop_test(damage, what_is_no_elf_file_is_refused, 0, COUNT(texts));
	tcase_add_loop_test(damage, a_header_of_another_kind_is_refused, 0, COUNT(patches));
	tcase_add_loop_test(damage, tables_that_lead_astray_are_refused, 0, COUNT(changes));
	tcase_add_test(damage, a_truncated_file_is_refused_or_loads);
	tcase_add_test(damage, random_changes_end_in_facts_or_a_problem);
	suite_add_tcase(suite, damage);
	return suite;
}
