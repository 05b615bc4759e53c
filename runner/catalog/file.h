/* A plugin's file: opened without leaving its directory, checked, read into private memory. */
#ifndef GLIM_CATALOG_FILE_H
#define GLIM_CATALOG_FILE_H

#include "catalog/catalog.h"

enum { FILE_LIMIT = 64 * 1024 * 1024 };

struct file {
	int fd;
	size_t size;
	unsigned char *data;
	char *warning; /* or NULL */
};

/* Errors read after a name and a colon. The struct needs file_close after both. */
bool file_open(struct file *file, const struct catalog *catalog, const struct entry *entry,
	       struct error *error);
bool file_read(struct file *file, struct error *error);
void file_close(struct file *file);

#endif
