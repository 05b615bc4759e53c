#include "catalog/relocation.h"

#include <string.h>

#include "catalog/machine.h"

enum { WORD = sizeof(uint64_t), BITMAP_WORDS = 63, BITMAP = BITMAP_WORDS * WORD };

static const struct {
	int64_t address, size;
} tables[] = { { DT_RELA, DT_RELASZ }, { DT_JMPREL, DT_PLTRELSZ } };

static bool read_word(const struct object *object, uint64_t address, uint64_t *word)
{
	const unsigned char *bytes = object_at(object, address, WORD);

	if (bytes)
		memcpy(word, bytes, WORD);
	return bytes;
}

static enum relocation resolve(const struct dynamic *dynamic, const GElf_Rela *entry,
			       uint64_t *target)
{
	uint64_t index = GELF_R_SYM(entry->r_info);
	GElf_Sym symbol;

	*target = (uint64_t)entry->r_addend;
	if (GELF_R_TYPE(entry->r_info) == MACHINE_RELATIVE)
		return RELOCATION_OWN;
	if (GELF_R_TYPE(entry->r_info) != MACHINE_ABSOLUTE || index >= dynamic->symbol_count ||
	    !gelf_getsym(dynamic->symbols, (int)index, &symbol) || symbol.st_shndx == SHN_UNDEF)
		return RELOCATION_FOREIGN;
	*target += symbol.st_value;
	return RELOCATION_OWN;
}

static enum relocation find_rela(const struct object *object, const struct dynamic *dynamic,
				 uint64_t place, uint64_t *target)
{
	uint64_t size = dynamic_get(dynamic, DT_RELASZ);
	Elf_Data *data = object_table(object, dynamic_get(dynamic, DT_RELA), size, ELF_T_RELA);
	GElf_Rela entry;

	for (size_t i = 0; data && i < size / sizeof(Elf64_Rela); i++)
		if (gelf_getrela(data, (int)i, &entry) && entry.r_offset == place)
			return resolve(dynamic, &entry, target);
	return RELOCATION_NONE;
}

/*
 * Packed relative relocations: an even word is a place, an odd one a bitmap of the 63 words that
 * follow the place before it.
 */
static bool relr_covers(const struct object *object, const struct dynamic *dynamic, uint64_t place)
{
	uint64_t table = dynamic_get(dynamic, DT_RELR), size = dynamic_get(dynamic, DT_RELRSZ);
	uint64_t next = 0, word;

	for (uint64_t at = 0; at + WORD <= size && read_word(object, table + at, &word);
	     at += WORD) {
		if (!(word & 1)) {
			if (word == place)
				return true;
			next = word + WORD;
			continue;
		}
		if (place >= next && place - next < BITMAP && (place - next) % WORD == 0 &&
		    word >> ((place - next) / WORD + 1) & 1)
			return true;
		next += BITMAP;
	}
	return false;
}

/* A hash table without names does not tell how many symbols there are: look whether it is there. */
static bool has_symbol(const struct object *object, const struct dynamic *dynamic, uint64_t index)
{
	uint64_t address = dynamic_get(dynamic, DT_SYMTAB) + index * sizeof(Elf64_Sym);

	return index < dynamic->symbol_count || object_at(object, address, sizeof(Elf64_Sym));
}

static bool is_sound(const struct object *object, const struct dynamic *dynamic,
		     const GElf_Rela *entry)
{
	uint64_t symbol = GELF_R_SYM(entry->r_info);

	return object_is_data(object, entry->r_offset, WORD) &&
	       (!symbol || has_symbol(object, dynamic, symbol));
}

static bool table_is_sound(const struct object *object, const struct dynamic *dynamic,
			   Elf_Data *data, size_t count)
{
	GElf_Rela entry;

	for (size_t i = 0; i < count; i++)
		if (!gelf_getrela(data, (int)i, &entry) || !is_sound(object, dynamic, &entry))
			return false;
	return true;
}

/* The loader takes the first of them for relative ones, without a look at their type. */
static bool count_is_sound(const struct dynamic *dynamic, Elf_Data *data, size_t count)
{
	uint64_t relative = dynamic_get(dynamic, DT_RELACOUNT);
	GElf_Rela entry;

	if (relative > count)
		return false;
	for (size_t i = 0; i < relative; i++)
		if (!gelf_getrela(data, (int)i, &entry) ||
		    GELF_R_TYPE(entry.r_info) != MACHINE_RELATIVE)
			return false;
	return true;
}

static Elf_Data *table(const struct object *object, const struct dynamic *dynamic, size_t number,
		       size_t *count)
{
	const uint64_t size = dynamic_get(dynamic, tables[number].size);
	Elf_Data *data = object_table(object, dynamic_get(dynamic, tables[number].address), size,
				      ELF_T_RELA);

	*count = data ? size / sizeof(Elf64_Rela) : 0;
	return data;
}

static bool is_resolved(const struct dynamic *dynamic, const GElf_Rela *entry)
{
	const uint64_t index = GELF_R_SYM(entry->r_info);
	GElf_Sym symbol;

	if (GELF_R_TYPE(entry->r_info) == MACHINE_RESOLVED)
		return true;
	return index && index < dynamic->symbol_count &&
	       gelf_getsym(dynamic->symbols, (int)index, &symbol) &&
	       GELF_ST_TYPE(symbol.st_info) == STT_GNU_IFUNC;
}

bool relocation_calls(const struct object *object, const struct dynamic *dynamic)
{
	GElf_Rela entry;
	size_t count;

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		Elf_Data *data = table(object, dynamic, i, &count);

		for (size_t at = 0; at < count; at++)
			if (gelf_getrela(data, (int)at, &entry) && is_resolved(dynamic, &entry))
				return true;
	}
	return false;
}

bool relocation_check(const struct object *object, const struct dynamic *dynamic,
		      struct error *error)
{
	size_t count;

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		Elf_Data *data = table(object, dynamic, i, &count);

		if (!table_is_sound(object, dynamic, data, count) ||
		    (tables[i].address == DT_RELA && !count_is_sound(dynamic, data, count)))
			return error_set(error, ERROR_PLUGIN_REFUSED,
					 "damaged: its relocations make no sense");
	}
	return true;
}

enum relocation relocation_find(const struct object *object, const struct dynamic *dynamic,
				uint64_t place, uint64_t *target)
{
	if (!relr_covers(object, dynamic, place))
		return find_rela(object, dynamic, place, target);
	return read_word(object, place, target) ? RELOCATION_OWN : RELOCATION_FOREIGN;
}
