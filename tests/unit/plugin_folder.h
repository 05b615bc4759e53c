/* A throwaway plugin directory: files are compiled, copied, changed in it; the catalog reads it. */
#ifndef GLIM_TESTS_PLUGIN_FOLDER_H
#define GLIM_TESTS_PLUGIN_FOLDER_H

#include "catalog/catalog.h"

struct bytes {
	unsigned char *data;
	size_t size;
};

/* Two folders: for whole test programs (`folder_base()`), and a fresh one for each test. */
void folder_setup_base(void);
void folder_teardown_base(void);
void folder_setup(void);
void folder_setup_in_memory(void); /* for very many files; nothing in it may be loaded */
void folder_teardown(void);

const char *folder_base(void);
const char *folder_path(void);
char *folder_join(const char *folder, const char *file); /* free it */

/* Runs `compiler FLAGS -o TO source`, with the public headers in reach; false if it fails. */
bool folder_compile(const char *compiler, const char *flags, const char *suffix, const char *source,
		    const char *to);
/* False, and the skip is counted, where it is not installed. */
bool folder_needs(const char *command);

struct bytes folder_read(const char *path);
void folder_write(const char *path, const void *data, size_t size);
void folder_put(const char *file, const void *data, size_t size); /* into the test's folder */

/* The plugin that everything is well with, compiled once. */
extern struct bytes folder_good;

struct catalog *folder_catalog(void); /* of the test's folder; fails the test if it is refused */
struct entry *folder_inspect(struct catalog *catalog, const char *name);

#endif
