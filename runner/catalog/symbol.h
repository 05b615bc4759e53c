/* The names that a migration defines, as its own file exports them. */
#ifndef GLIM_CATALOG_SYMBOL_H
#define GLIM_CATALOG_SYMBOL_H

#include "catalog/dynamic.h"

enum symbol_name {
	SYMBOL_RUN,
	SYMBOL_ROLLBACK,
	SYMBOL_DESCRIPTION,
	SYMBOL_ABI,
	SYMBOL_OPTIONS,
	SYMBOL_DEPENDS,
	SYMBOL_MODELS,
	SYMBOL_SOURCE_CHECKSUM,
	SYMBOL_NAMES
};

struct symbol {
	bool defined; /* and exported */
	bool hidden;  /* there, but not for others */
	bool mangled; /* there under the name that C++ gives a function */
	bool function;
	bool thread; /* a copy for each thread: no place in the file */
	uint64_t address, size;
};

void symbol_read(struct symbol symbols[SYMBOL_NAMES], const struct object *object,
		 const struct dynamic *dynamic);
const char *symbol_spelling(enum symbol_name name);

#endif
