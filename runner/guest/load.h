/* A plugin's image in this process, and the names that are its own. Never unloaded. */
#ifndef GLIM_GUEST_LOAD_H
#define GLIM_GUEST_LOAD_H

#include <stdbool.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "base/text.h"
#include "wire/wire.h"

struct plugin {
	int (*call)(glim_ctx *); /* run() or rollback() */
	const glim_model *const *models;
};

enum { LOAD_PATH = 32 };
void load_path(int image, char path[LOAD_PATH]);

/* Loads what `verb` needs; false: `why` says why not. */
bool load_plugin(int image, enum wire_verb verb, struct plugin *plugin, struct text *why);

#endif
