/* Fills an entry from a file that was opened and read. */
#ifndef GLIM_CATALOG_INSPECT_H
#define GLIM_CATALOG_INSPECT_H

#include "catalog/catalog.h"
#include "catalog/file.h"

/* Reads what the entry knew anew; `fd` holds the same bytes and is what the loader looks at. */
bool inspect_bytes(const struct catalog *catalog, struct entry *entry, struct file *file, int fd);
/* The entry is refused for this reason. */
void inspect_refuse(struct entry *entry, struct error *error);
void inspect_forget(struct entry *entry);

#endif
