/* What an ELF file must be to run on this machine, and the relocations of this processor. */
#ifndef GLIM_CATALOG_MACHINE_H
#define GLIM_CATALOG_MACHINE_H

#include <elf.h>

#if defined(__x86_64__)
enum {
	MACHINE = EM_X86_64,
	MACHINE_RELATIVE = R_X86_64_RELATIVE,
	MACHINE_ABSOLUTE = R_X86_64_64,
	MACHINE_RESOLVED = R_X86_64_IRELATIVE,
	MACHINE_STACK = PF_R | PF_W | PF_X /* what a file gets that says nothing of its stack */
};
#elif defined(__aarch64__)
enum {
	MACHINE = EM_AARCH64,
	MACHINE_RELATIVE = R_AARCH64_RELATIVE,
	MACHINE_ABSOLUTE = R_AARCH64_ABS64,
	MACHINE_RESOLVED = R_AARCH64_IRELATIVE,
	MACHINE_STACK = PF_R | PF_W
};
#else
enum { MACHINE = EM_NONE, MACHINE_RELATIVE, MACHINE_ABSOLUTE, MACHINE_RESOLVED, MACHINE_STACK };
#endif
_Static_assert(MACHINE != EM_NONE, "glim knows x86-64 and AArch64");

/* Why the dynamic loader of this machine would not take a file with this header; NULL if it may. */
const char *machine_refuses(const Elf64_Ehdr *header);

#endif
