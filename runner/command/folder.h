/* The files of a folder by their ending: sources of migrations, or plugins. Owns its texts. */
#ifndef GLIM_COMMAND_FOLDER_H
#define GLIM_COMMAND_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct folder {
	char **files; /* names in the folder, sorted by bytes */
	size_t count;
};

extern const char *const folder_sources[]; /* ".c", ".cc", ".cpp" */
extern const char *const folder_plugins[]; /* ".so" */

/* False where the folder cannot be read; errno says why. */
bool folder_read(struct folder *folder, const char *path, const char *const *endings);
void folder_finish(struct folder *folder);

char *folder_stem(const char *file); /* without the ending; a new text */
/* The file that is meant by NAME: by name, else by stem, else by name without "Migration". */
const char *folder_find(const struct folder *folder, const char *asked);
/* The file whose migration has exactly this name. */
const char *folder_named(const struct folder *folder, const char *name);

/* The folder of migration sources is there, or the error says what makes it. */
bool folder_check_sources(const char *path, struct error *error);

#endif
