/* Sources that are not what the plugins were built from: a forgotten migration:build. */
#ifndef GLIM_COMMAND_SOURCES_H
#define GLIM_COMMAND_SOURCES_H

#include "catalog/catalog.h"
#include "config/config.h"
#include "history/history.h"
#include "output/output.h"
#include "plan/plan.h"

/*
 * Notes what a run will not do because it was not built, or will do as it was before. Only looks at
 * the sources of what is planned, and lists their folder only if it has changed since the plugin
 * directory has. Where there is no such folder it does nothing.
 */
void sources_note(const struct config *, const struct catalog *, const struct history *,
		  const struct plan *, struct output *);

#endif
