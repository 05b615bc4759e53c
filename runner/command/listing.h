/* The files of a folder by their ending: sources of migrations, or plugins. Owns its texts. */
#ifndef GLIM_COMMAND_LISTING_H
#define GLIM_COMMAND_LISTING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct listing {
	char **files; /* names in the folder, sorted by bytes */
	size_t count;
};

/* Which files of a folder are meant. */
typedef bool listing_filter(const char *file);
bool listing_is_source(const char *file); /* in one of the languages */
bool listing_is_plugin(const char *file);

/* False where the folder cannot be read; errno says why. */
bool listing_read(struct listing *listing, const char *path, listing_filter *wanted);
void listing_finish(struct listing *listing);

/* Without the ending, but that of SQL, whose plugin is NAME.sql.so; a new text. */
char *listing_stem(const char *file);
/* The file that is meant by NAME: by name, else by stem, else by name without "Migration". */
const char *listing_find(const struct listing *listing, const char *asked);
/* The file whose migration has exactly this name. */
const char *listing_named(const struct listing *listing, const char *name);

#endif
