/* The models that the deployed plugins declare, as sync wants them. */
#ifndef GLIM_COMMAND_MODELS_H
#define GLIM_COMMAND_MODELS_H

#include "catalog/catalog.h"
#include "command/options.h"
#include "config/config.h"
#include "host/host.h"
#include "model/set.h"

struct models {
	struct options *options;
	struct config *config;
	struct catalog *catalog;
	struct host *host;
	struct model_set set;
	const struct entry *reading; /* the plugin whose models come in */
	struct error *error;
};

/* Reads them all, referenced tables first; an error too where none has the name asked for. */
bool models_open(struct models *, struct options *, struct error *);
void models_close(struct models *models);
/* Is it the one that was asked for, or were all? */
bool models_chosen(const struct models *, const struct model *);

#endif
