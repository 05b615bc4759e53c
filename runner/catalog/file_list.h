/*
 * The names in one directory, in an order near that of the catalog: what is used one after the
 * other then lies together in memory, where the kernel gives them in the order of their hashes.
 */
#ifndef GLIM_CATALOG_FILE_LIST_H
#define GLIM_CATALOG_FILE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct listed {
	uint64_t number;
	char *file;
};

struct file_list {
	struct listed *files;
	size_t count;
	struct arena names;
};

bool file_list_read(struct file_list *list, int fd); /* false: errno says why */
void file_list_finish(struct file_list *list);

#endif
