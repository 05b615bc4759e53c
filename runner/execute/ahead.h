/*
 * The migration after this one: its plugin is opened, and loaded by a process that waits, while
 * this one is committed. Its code runs at its turn only, so one with constructors has to wait.
 */
#ifndef GLIM_EXECUTE_AHEAD_H
#define GLIM_EXECUTE_AHEAD_H

#include <stdbool.h>

#include "catalog/catalog.h"

struct migration;
struct execution;

struct ahead {
	const struct entry *entry; /* NULL: none is open */
	struct plugin_image image;
};

void ahead_prepare(struct migration *); /* at once, or when the database is at work */
void ahead_end(struct migration *);     /* of the migration: it is not prepared any more */
/* The image of an entry, if it was opened ahead; it is the caller's then. Any other is closed. */
bool ahead_take(struct execution *, const struct entry *, struct plugin_image *);
void ahead_forget(struct execution *);

#endif
