/* The file that config.json is read from, and the parsing of a text that is already here. */
#ifndef GLIM_CONFIG_SOURCE_H
#define GLIM_CONFIG_SOURCE_H

#include "config/config.h"

struct source {
	char *name; /* as people call it: "config.json" */
	char *found_by;
	char *file;      /* absolute; NULL: there is no file, only defaults */
	char *directory; /* absolute */
	char *text;
	size_t length;
	uid_t owner;
	mode_t mode;
};

/* Where a file is looked for when nobody names one; ends with NULL. */
extern const char *const source_places[];

/* Finds and reads the file; the places are source_places but in tests. */
bool source_find(struct source *source, const struct config_request *request,
		 const char *const *places, struct error *error);
void source_finish(struct source *source);

/* config_load without the file system, but for a password_file. */
struct config *config_parse(const struct source *source, const struct config_request *request,
			    struct error *error);

#endif
