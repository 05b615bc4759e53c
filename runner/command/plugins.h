/* The plugin directories of a configuration, with what is to be said of them. */
#ifndef GLIM_COMMAND_PLUGINS_H
#define GLIM_COMMAND_PLUGINS_H

#include "catalog/catalog.h"
#include "command/options.h"
#include "config/config.h"

/* NULL: the error is set. */
struct catalog *plugins_read(struct options *, const struct config *, struct error *);

#endif
