#include "catalog/object.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "catalog/machine.h"

enum { SEGMENT_LIMIT = 256 };

static const uint64_t span_limit = UINT64_C(1) << 32;

static bool refuse(struct error *error, const char *why)
{
	return error_set(error, ERROR_PLUGIN_REFUSED, "%s", why);
}

static bool is_inside(uint64_t offset, uint64_t size, uint64_t whole)
{
	return offset <= whole && size <= whole - offset;
}

static bool check_load(const struct object *object, const GElf_Phdr *load, uint64_t end,
		       struct error *error)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);

	if (!is_inside(load->p_offset, load->p_filesz, object->size))
		return error_set(error, ERROR_PLUGIN_REFUSED,
				 "truncated: a segment needs %llu bytes from byte %llu on, and the "
				 "file ends at byte %zu",
				 (unsigned long long)load->p_filesz,
				 (unsigned long long)load->p_offset, object->size);
	if (load->p_filesz > load->p_memsz || (load->p_vaddr - load->p_offset) % page)
		return refuse(error, "damaged: a segment does not fit its addresses");
	if (load->p_vaddr < end || !is_inside(load->p_vaddr, load->p_memsz, span_limit))
		return refuse(error, "damaged: its segments overlap or are too large");
	return true;
}

static bool add_load(struct object *object, const GElf_Phdr *load, struct error *error)
{
	const GElf_Phdr *last = object->load_count ? &object->loads[object->load_count - 1] : NULL;

	if (!check_load(object, load, last ? last->p_vaddr + last->p_memsz : 0, error))
		return false;
	object->loads = memory_grow_for(object->loads, object->load_count, sizeof *load);
	object->loads[object->load_count++] = *load;
	return true;
}

static void add_note(struct object *object, const GElf_Phdr *note)
{
	object->notes = memory_grow_for(object->notes, object->note_count, sizeof *note);
	object->notes[object->note_count++] = *note;
}

/* The loader reads these from memory, wherever they claim to be. */
static bool check_mapped(const struct object *object, const GElf_Phdr *segment, struct error *error)
{
	if (!segment->p_filesz || object_at(object, segment->p_vaddr, segment->p_filesz))
		return true;
	return refuse(error, "damaged: a part that the loader reads is not in any segment");
}

static bool read_segments(struct object *object, size_t count, struct error *error)
{
	GElf_Phdr segment;

	for (size_t i = 0; i < count; i++) {
		if (!gelf_getphdr(object->elf, (int)i, &segment))
			return refuse(error, "truncated: its program headers are not in the file");
		if (segment.p_type == PT_LOAD && !add_load(object, &segment, error))
			return false;
		if (segment.p_type == PT_DYNAMIC)
			object->dynamic = segment;
		if (segment.p_type == PT_NOTE)
			add_note(object, &segment);
		if (segment.p_type == PT_GNU_STACK)
			object->stack_flags = segment.p_flags;
	}
	return true;
}

/* Made read-only after relocation: it begins with a segment's data, and ends on its last page. */
static bool check_relro(const struct object *object, const GElf_Phdr *relro, struct error *error)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);

	for (size_t i = 0; i < object->load_count; i++) {
		const GElf_Phdr *load = &object->loads[i];
		uint64_t end = (load->p_vaddr + load->p_memsz + page - 1) & ~(page - 1);

		if (relro->p_vaddr >= load->p_vaddr && relro->p_vaddr < end &&
		    relro->p_memsz <= end - relro->p_vaddr)
			return true;
	}
	return refuse(error, "damaged: what is to be read-only is not in any segment");
}

static bool check_segments(const struct object *object, size_t count, struct error *error)
{
	GElf_Phdr segment;

	for (size_t i = 0; i < count; i++) {
		if (!gelf_getphdr(object->elf, (int)i, &segment))
			return refuse(error, "truncated: its program headers are not in the file");
		if ((segment.p_type == PT_DYNAMIC || segment.p_type == PT_TLS ||
		     segment.p_type == PT_NOTE || segment.p_type == PT_GNU_PROPERTY) &&
		    !check_mapped(object, &segment, error))
			return false;
		if (segment.p_type == PT_GNU_RELRO && segment.p_memsz &&
		    !check_relro(object, &segment, error))
			return false;
	}
	return true;
}

static bool check_object(const struct object *object, struct error *error)
{
	if (!object->load_count)
		return refuse(error, "damaged: it has no segment to load");
	if (!object->dynamic.p_filesz)
		return refuse(error, "it has no dynamic section: link it with cc -shared");
	if (object->stack_flags & PF_X)
		return refuse(error, "it asks for an executable stack: link it with "
				     "-Wl,-z,noexecstack");
	return true;
}

static bool read_header(struct object *object, unsigned char *data, size_t size, size_t *count,
			struct error *error)
{
	Elf64_Ehdr header = { 0 };
	const char *why;

	if (!size)
		return refuse(error, "the file is empty");
	memcpy(&header, data, size < sizeof header ? size : sizeof header);
	if (size < SELFMAG || memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
		return refuse(error, "not an ELF file");
	if (size < sizeof header)
		return refuse(error, "truncated: the file ends inside its ELF header");
	why = machine_refuses(&header);
	if (why)
		return refuse(error, why);
	if (!is_inside(header.e_phoff, header.e_phnum * sizeof(Elf64_Phdr), size))
		return refuse(error, "truncated: its program headers are not in the file");
	if (header.e_phnum > SEGMENT_LIMIT)
		return refuse(error, "damaged: it has too many segments");
	object->sections = header.e_shoff;
	object->section_count = header.e_shentsize == sizeof(Elf64_Shdr) ? header.e_shnum : 0;
	*count = header.e_phnum;
	header.e_shoff = 0;
	header.e_shnum = header.e_shstrndx = 0;
	memcpy(data, &header, sizeof header);
	return true;
}

bool object_open(struct object *object, unsigned char *data, size_t size, struct error *error)
{
	size_t count = 0;

	*object = (struct object){ .data = data, .size = size, .stack_flags = MACHINE_STACK };
	if (!read_header(object, data, size, &count, error))
		return false;
	elf_version(EV_CURRENT);
	object->elf = elf_memory((char *)data, size);
	if (!object->elf)
		return error_set(error, ERROR_PLUGIN_REFUSED, "damaged: %s", elf_errmsg(-1));
	return read_segments(object, count, error) && check_segments(object, count, error) &&
	       check_object(object, error);
}

void object_close(struct object *object)
{
	elf_end(object->elf);
	free(object->loads);
	free(object->notes);
	*object = (struct object){ 0 };
}

static const GElf_Phdr *find_load(const struct object *object, uint64_t address)
{
	for (size_t i = 0; i < object->load_count; i++)
		if (address >= object->loads[i].p_vaddr &&
		    address - object->loads[i].p_vaddr < object->loads[i].p_filesz)
			return &object->loads[i];
	return NULL;
}

size_t object_left(const struct object *object, uint64_t address)
{
	const GElf_Phdr *load = find_load(object, address);

	return load ? (size_t)(load->p_filesz - (address - load->p_vaddr)) : 0;
}

const unsigned char *object_at(const struct object *object, uint64_t address, uint64_t size)
{
	const GElf_Phdr *load = find_load(object, address);

	if (!load || size > load->p_filesz - (address - load->p_vaddr))
		return NULL;
	return object->data + load->p_offset + (address - load->p_vaddr);
}

bool object_is_code(const struct object *object, uint64_t address)
{
	const GElf_Phdr *load = find_load(object, address);

	return load && load->p_flags & PF_X;
}

bool object_is_data(const struct object *object, uint64_t address, uint64_t size)
{
	for (size_t i = 0; i < object->load_count; i++) {
		const GElf_Phdr *load = &object->loads[i];

		if (address >= load->p_vaddr &&
		    is_inside(address - load->p_vaddr, size, load->p_memsz))
			return load->p_flags & PF_W;
	}
	return false;
}

Elf_Data *object_table(const struct object *object, uint64_t address, uint64_t size, Elf_Type type)
{
	const unsigned char *bytes = size ? object_at(object, address, size) : NULL;

	if (!bytes)
		return NULL;
	return elf_getdata_rawchunk(object->elf, bytes - object->data, size, type);
}
