#include "catalog/dynamic.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "catalog/hash.h"

/* Tags with large numbers have their slots behind those that are their own slot. */
static const int64_t far_tags[DYNAMIC_TAGS - DT_NUM] = {
	DT_GNU_HASH,  DT_VERSYM, DT_VERNEED,  DT_VERNEEDNUM, DT_FLAGS_1,
	DT_RELACOUNT, DT_AUDIT,  DT_DEPAUDIT, DT_AUXILIARY,  DT_FILTER,
};

/* Tables that the loader walks without a second look. */
static const struct {
	int64_t address, size;
} tables[] = {
	{ DT_RELA, DT_RELASZ },
	{ DT_JMPREL, DT_PLTRELSZ },
	{ DT_RELR, DT_RELRSZ },
	{ DT_INIT_ARRAY, DT_INIT_ARRAYSZ },
	{ DT_FINI_ARRAY, DT_FINI_ARRAYSZ },
};

static const struct {
	int64_t tag;
	uint64_t bits; /* 0: being there is enough */
	const char *why;
} refusals[] = {
	{ DT_TEXTREL, 0, "its code has relocations: compile it with -fPIC" },
	{ DT_FLAGS, DF_TEXTREL, "its code has relocations: compile it with -fPIC" },
	{ DT_FLAGS_1, DF_1_PIE, "a program, not a shared object: link it with cc -shared -fPIC" },
	{ DT_FLAGS_1, DF_1_NOOPEN, "it forbids dlopen: link it without -z nodlopen" },
	{ DT_AUDIT, 0, "it asks the loader for an audit library" },
	{ DT_DEPAUDIT, 0, "it asks the loader for an audit library" },
	{ DT_AUXILIARY, 0, "it is a filter for another library" },
	{ DT_FILTER, 0, "it is a filter for another library" },
};

static bool refuse(struct error *error, const char *why)
{
	return error_set(error, ERROR_PLUGIN_REFUSED, "%s", why);
}

static size_t find_slot(int64_t tag)
{
	size_t slot = DT_NUM;

	if (tag >= 0 && tag < DT_NUM)
		return (size_t)tag;
	while (slot < DYNAMIC_TAGS && far_tags[slot - DT_NUM] != tag)
		slot++;
	return slot;
}

static void keep_entry(struct dynamic *dynamic, const GElf_Dyn *entry)
{
	size_t slot = find_slot(entry->d_tag);

	if (entry->d_tag == DT_NEEDED) {
		dynamic->needed = memory_grow_for(dynamic->needed, dynamic->needed_count,
						  sizeof *dynamic->needed);
		dynamic->needed[dynamic->needed_count++] = entry->d_un.d_val;
	}
	if (slot == DYNAMIC_TAGS)
		return;
	dynamic->values[slot] = entry->d_un.d_val;
	dynamic->given[slot] = true;
}

/* The loader reads up to DT_NULL, whatever the size of the segment. */
static bool read_entries(struct dynamic *dynamic, const struct object *object, struct error *error)
{
	uint64_t size = object->dynamic.p_filesz;
	Elf_Data *data = object_table(object, object->dynamic.p_vaddr, size, ELF_T_DYN);
	GElf_Dyn entry;

	for (size_t i = 0; data && i < size / sizeof(Elf64_Dyn); i++) {
		if (!gelf_getdyn(data, (int)i, &entry))
			break;
		if (entry.d_tag == DT_NULL)
			return true;
		keep_entry(dynamic, &entry);
	}
	return refuse(error, "damaged: its dynamic section does not end");
}

static bool check_refusals(const struct dynamic *dynamic, struct error *error)
{
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		uint64_t bits = refusals[i].bits;

		if (dynamic_has(dynamic, refusals[i].tag) &&
		    (!bits || dynamic_get(dynamic, refusals[i].tag) & bits))
			return refuse(error, refusals[i].why);
	}
	return true;
}

static bool check_tables(const struct dynamic *dynamic, const struct object *object,
			 struct error *error)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		uint64_t size = dynamic_get(dynamic, tables[i].size);

		if (!dynamic_has(dynamic, tables[i].address) || !size)
			continue;
		if (!object_at(object, dynamic_get(dynamic, tables[i].address), size))
			return refuse(error, "damaged: a table for the loader is not in the file");
	}
	return true;
}

static bool read_strings(struct dynamic *dynamic, const struct object *object, struct error *error)
{
	uint64_t size = dynamic_get(dynamic, DT_STRSZ);

	if (size)
		dynamic->strings =
			(const char *)object_at(object, dynamic_get(dynamic, DT_STRTAB), size);
	if (!dynamic->strings || dynamic->strings[size - 1])
		return refuse(error, "damaged: its table of names is not in the file");
	dynamic->strings_size = size;
	return true;
}

static bool read_symbols(struct dynamic *dynamic, const struct object *object, struct error *error)
{
	if (!hash_count_symbols(dynamic, object, &dynamic->symbol_count))
		return refuse(error, "damaged: the hash table of its symbols is not in the file");
	if (!dynamic->symbol_count)
		return true;
	dynamic->symbols = object_table(object, dynamic_get(dynamic, DT_SYMTAB),
					dynamic->symbol_count * sizeof(Elf64_Sym), ELF_T_SYM);
	if (!dynamic->symbols)
		return refuse(error, "damaged: its table of symbols is not in the file");
	return true;
}

bool dynamic_read(struct dynamic *dynamic, const struct object *object, struct error *error)
{
	*dynamic = (struct dynamic){ 0 };
	return read_entries(dynamic, object, error) && check_refusals(dynamic, error) &&
	       check_tables(dynamic, object, error) && read_strings(dynamic, object, error) &&
	       read_symbols(dynamic, object, error);
}

void dynamic_finish(struct dynamic *dynamic)
{
	free(dynamic->needed);
	*dynamic = (struct dynamic){ 0 };
}

bool dynamic_has(const struct dynamic *dynamic, int64_t tag)
{
	size_t slot = find_slot(tag);

	return slot < DYNAMIC_TAGS && dynamic->given[slot];
}

uint64_t dynamic_get(const struct dynamic *dynamic, int64_t tag)
{
	size_t slot = find_slot(tag);

	return slot < DYNAMIC_TAGS ? dynamic->values[slot] : 0;
}

const char *dynamic_string(const struct dynamic *dynamic, uint64_t offset)
{
	return offset < dynamic->strings_size ? dynamic->strings + offset : "";
}
