/* config.json as the command line wants it. */
#ifndef GLIM_COMMAND_SETTINGS_H
#define GLIM_COMMAND_SETTINGS_H

#include <stdbool.h>

#include "command/options.h"
#include "config/config.h"

/* Loads it and says its warnings; NULL with the error set. */
struct config *settings_load(struct options *options, bool without_database, struct error *error);

/* The folder of migration sources is there, or the error says what makes it. */
bool settings_check_sources(const char *path, struct error *error);

#endif
