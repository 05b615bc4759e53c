/* One plugin directory: opened, its permissions checked, its names read. No file in it is. */
#ifndef GLIM_CATALOG_DIRECTORY_H
#define GLIM_CATALOG_DIRECTORY_H

#include "catalog/catalog.h"

/* Adds the directory and what it holds to the catalog, in no order. */
bool directory_read(struct catalog *catalog, const char *path, struct error *error);
/* A folder that others may write to is refused, one that a group may write to is warned of. */
bool directory_check(struct catalog *catalog, const char *what, const char *path, int fd,
		     struct error *error);

#endif
