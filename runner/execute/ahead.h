/*
 * The migrations after this one: the plugin of the next is opened, and loaded by a process that
 * waits, while this one is committed. Its code runs at its turn only, so one with constructors has
 * to wait. Of those that are SQL only, several are opened: they may travel together.
 */
#ifndef GLIM_EXECUTE_AHEAD_H
#define GLIM_EXECUTE_AHEAD_H

#include <stdbool.h>

#include "catalog/catalog.h"
#include "history/history.h"

struct migration;
struct execution;

enum { AHEAD_MOST = 8 };

/* In the order in which they come. */
struct ahead {
	struct opened {
		const struct entry *entry;
		struct plugin_image image;
	} list[AHEAD_MOST];
	size_t count;
};

void ahead_prepare(struct migration *); /* at once, or when the database is at work */
void ahead_end(struct migration *);     /* of the migration: it is not prepared any more */
void ahead_open(struct execution *, enum direction); /* at once */
/* The image of the entry that is next, the caller's then; false: others come, which are closed. */
bool ahead_take(struct execution *, const struct entry *, struct plugin_image *);
/* The one that was taken last is not used yet: it is next. */
void ahead_give_back(struct execution *, const struct entry *, struct plugin_image *);
void ahead_forget(struct execution *);

#endif
