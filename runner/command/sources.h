/* Sources that are not what the plugins were built from: a forgotten migration:build. */
#ifndef GLIM_COMMAND_SOURCES_H
#define GLIM_COMMAND_SOURCES_H

#include "catalog/catalog.h"
#include "config/config.h"
#include "history/history.h"
#include "output/output.h"
#include "plan/plan.h"

struct sources_found {
	char **names; /* of migrations */
	size_t count;
};

struct sources {
	bool there; /* the folder is */
	struct sources_found unbuilt, newer;
};

/*
 * Lists the folder of sources, once: what has no plugin and is not in the history, and what a run
 * would do as it was before. Where there is no such folder it finds nothing.
 */
void sources_look(struct sources *, const struct config *, const struct catalog *,
		  const struct history *);
/* What the plugin was built from, as far as its name tells (owned); NULL: it is not there. */
char *sources_file_of(const struct config *, const struct entry *);
void sources_finish(struct sources *sources);
void sources_say(const struct sources *, const struct config *, struct output *);
/* All three. */
void sources_note(const struct config *, const struct catalog *, const struct history *,
		  struct output *);

#endif
