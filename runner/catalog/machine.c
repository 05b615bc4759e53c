#include "catalog/machine.h"

#include <stddef.h>
#include <string.h>

enum { MACHINE_DATA = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB };

static const struct {
	int type;
	const char *why;
} types[] = {
	{ ET_REL, "an object file that was not linked: link it with cc -shared" },
	{ ET_EXEC, "a program, not a shared object: link it with cc -shared -fPIC" },
	{ ET_CORE, "a core dump, not a shared object" },
};

static const char *type_refused(int type)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (types[i].type == type)
			return types[i].why;
	return "not a shared object";
}

static const char *ident_refused(const unsigned char *ident)
{
	if (ident[EI_CLASS] == ELFCLASS32)
		return "a 32-bit file, and this glim is a 64-bit program";
	if (ident[EI_CLASS] != ELFCLASS64)
		return "damaged: its ELF header names no known class";
	if (ident[EI_DATA] != MACHINE_DATA)
		return "built for a processor of the other byte order";
	if (ident[EI_VERSION] != EV_CURRENT)
		return "damaged: its ELF header names no known version";
	if (ident[EI_OSABI] != ELFOSABI_SYSV && ident[EI_OSABI] != ELFOSABI_GNU)
		return "built for another operating system";
	return NULL;
}

const char *machine_refuses(const Elf64_Ehdr *header)
{
	const char *why = ident_refused(header->e_ident);

	if (why)
		return why;
	if (header->e_machine != MACHINE)
		return "built for another processor";
	if (header->e_type != ET_DYN)
		return type_refused(header->e_type);
	if (header->e_version != EV_CURRENT || header->e_ehsize != sizeof *header ||
	    header->e_phentsize != sizeof(Elf64_Phdr))
		return "damaged: its ELF header is not well-formed";
	return NULL;
}
