/*
 * A shared object as the dynamic loader will see it: by address, through its segments, every one
 * of which was checked to lie inside of the file. Works on bytes in memory and trusts none of them.
 * Section headers play no part: the loader does not read them.
 */
#ifndef GLIM_CATALOG_OBJECT_H
#define GLIM_CATALOG_OBJECT_H

#include <gelf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct object {
	Elf *elf;
	const unsigned char *data;
	size_t size;
	GElf_Phdr *loads; /* in order of their addresses */
	size_t load_count;
	GElf_Phdr dynamic;
	GElf_Phdr *notes;
	size_t note_count;
	uint32_t stack_flags;
	uint64_t sections; /* where the file says that its section headers are */
	uint64_t section_count;
};

/* Borrows the bytes until object_close, and strikes the section headers out of the ELF header. */
bool object_open(struct object *object, unsigned char *data, size_t size, struct error *error);
void object_close(struct object *object);

/* How many bytes of the file stand from this address to the end of its segment. */
size_t object_left(const struct object *object, uint64_t address);
/* These bytes, or NULL if the file does not hold all of them in one segment. */
const unsigned char *object_at(const struct object *object, uint64_t address, uint64_t size);
bool object_is_code(const struct object *object, uint64_t address);
/* Whether all of this may be written to in memory; it need not be in the file. */
bool object_is_data(const struct object *object, uint64_t address, uint64_t size);
/* A table for gelf_get..(); NULL if the file does not hold all of it. Lives as the object does. */
Elf_Data *object_table(const struct object *object, uint64_t address, uint64_t size, Elf_Type type);

#endif
