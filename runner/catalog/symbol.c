#include "catalog/symbol.h"

#include <string.h>

static const char *const spellings[SYMBOL_NAMES] = {
	[SYMBOL_RUN] = "run",
	[SYMBOL_ROLLBACK] = "rollback",
	[SYMBOL_DESCRIPTION] = "description",
	[SYMBOL_ABI] = "glim_abi",
	[SYMBOL_OPTIONS] = "glim_options",
	[SYMBOL_DEPENDS] = "glim_depends",
	[SYMBOL_MODELS] = "glim_models",
	[SYMBOL_SOURCE_CHECKSUM] = "glim_source_checksum",
};

static const struct {
	const char *prefix;
	enum symbol_name name;
} mangled[] = {
	{ "_Z3run", SYMBOL_RUN },
	{ "_Z8rollback", SYMBOL_ROLLBACK },
	{ "_ZL11description", SYMBOL_DESCRIPTION },
};

const char *symbol_spelling(enum symbol_name name)
{
	return spellings[name];
}

static struct symbol *find_name(struct symbol *symbols, const char *name)
{
	for (size_t i = 0; i < SYMBOL_NAMES; i++)
		if (strcmp(spellings[i], name) == 0)
			return &symbols[i];
	return NULL;
}

static void note_mangled(struct symbol *symbols, const char *name)
{
	for (size_t i = 0; i < sizeof mangled / sizeof *mangled; i++)
		if (strncmp(name, mangled[i].prefix, strlen(mangled[i].prefix)) == 0)
			symbols[mangled[i].name].mangled = true;
}

static bool is_exported(const GElf_Sym *symbol)
{
	int visibility = GELF_ST_VISIBILITY(symbol->st_other);

	return GELF_ST_BIND(symbol->st_info) != STB_LOCAL &&
	       (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

static void keep_symbol(struct symbol *symbol, const GElf_Sym *found)
{
	if (symbol->defined)
		return;
	symbol->defined = is_exported(found);
	symbol->hidden = !symbol->defined;
	symbol->function = GELF_ST_TYPE(found->st_info) == STT_FUNC;
	symbol->thread = GELF_ST_TYPE(found->st_info) == STT_TLS;
	symbol->address = found->st_value;
	symbol->size = found->st_size;
}

static void read_dynamic(struct symbol *symbols, const struct dynamic *dynamic)
{
	GElf_Sym found;

	for (size_t i = 1; i < dynamic->symbol_count; i++) {
		const char *name;
		struct symbol *symbol;

		if (!gelf_getsym(dynamic->symbols, (int)i, &found) || found.st_shndx == SHN_UNDEF)
			continue;
		name = dynamic_string(dynamic, found.st_name);
		symbol = find_name(symbols, name);
		if (symbol)
			keep_symbol(symbol, &found);
		else
			note_mangled(symbols, name);
	}
}

static void note_hidden(struct symbol *symbols, const char *name)
{
	struct symbol *symbol = find_name(symbols, name);

	if (!symbol)
		note_mangled(symbols, name);
	else if (!symbol->defined)
		symbol->hidden = true;
}

/* For the sake of the message only: the linker's own table also names what is not exported. */
static void read_hidden(struct symbol *symbols, const struct object *object,
			const Elf64_Shdr *table, const Elf64_Shdr *strings)
{
	const char *names = (const char *)object->data + strings->sh_offset;

	if (!strings->sh_size || names[strings->sh_size - 1])
		return;
	for (uint64_t at = 0; at + sizeof(Elf64_Sym) <= table->sh_size; at += sizeof(Elf64_Sym)) {
		Elf64_Sym found;

		memcpy(&found, object->data + table->sh_offset + at, sizeof found);
		if (found.st_shndx != SHN_UNDEF && found.st_name < strings->sh_size)
			note_hidden(symbols, names + found.st_name);
	}
}

static bool read_section(const struct object *object, uint64_t index, Elf64_Shdr *section)
{
	uint64_t at = object->sections + index * sizeof *section;

	if (index >= object->section_count || object->sections > object->size ||
	    at + sizeof *section > object->size)
		return false;
	memcpy(section, object->data + at, sizeof *section);
	return section->sh_offset <= object->size &&
	       section->sh_size <= object->size - section->sh_offset;
}

static void read_linked(struct symbol *symbols, const struct object *object)
{
	Elf64_Shdr table, strings;
	uint64_t i = 0;

	while (i < object->section_count &&
	       !(read_section(object, i, &table) && table.sh_type == SHT_SYMTAB))
		i++;
	if (i < object->section_count && read_section(object, table.sh_link, &strings) &&
	    strings.sh_type == SHT_STRTAB)
		read_hidden(symbols, object, &table, &strings);
}

void symbol_read(struct symbol symbols[SYMBOL_NAMES], const struct object *object,
		 const struct dynamic *dynamic)
{
	memset(symbols, 0, SYMBOL_NAMES * sizeof *symbols);
	read_dynamic(symbols, dynamic);
	if (!symbols[SYMBOL_RUN].defined || !symbols[SYMBOL_DESCRIPTION].defined)
		read_linked(symbols, object);
}
