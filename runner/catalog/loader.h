/*
 * Asks the system's own dynamic loader whether it finds every library that a file needs, in the
 * mode in which it only lists them: no code of the file or of the libraries runs.
 */
#ifndef GLIM_CATALOG_LOADER_H
#define GLIM_CATALOG_LOADER_H

#include <stdbool.h>

#include "base/error.h"
#include "catalog/needed.h"

struct loader;

struct loader *loader_create(void);
void loader_destroy(struct loader *loader);

/* Remembers the answer: files that need the same are asked about once. `fd` is the file. */
bool loader_check(struct loader *loader, const struct needed *needed, int fd, struct error *error);

#endif
