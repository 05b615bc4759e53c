/* The names in GLIM_DEPENDS("AddUser, AddCrates"). */
#ifndef GLIM_CATALOG_DEPENDS_H
#define GLIM_CATALOG_DEPENDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Adds the names to the list, also those before a bad one; false and the error at a bad one. */
bool depends_read(const char *text, char ***names, size_t *count, struct error *error);

#endif
