/*
 * What a boundary that was broken off has left behind, and the next try of it would stumble over.
 * What somebody else has left looks the same, and stays.
 */
#ifndef GLIM_EXECUTE_LEFTOVER_H
#define GLIM_EXECUTE_LEFTOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "driver/driver.h"

struct migration;

struct leftover {
	char *statement; /* takes it away */
	bool at_work;    /* somebody may be making it just now */
	bool in_the_way;
};

struct leftovers {
	struct leftover *items;
	size_t count;
};

/* All that looks like one. */
bool leftovers_find(struct migration *, const char *sql, struct leftovers *, struct failure *);
void leftovers_finish(struct leftovers *);
/* False: the next try would take one of them for its own work, or be refused. */
bool leftovers_let_pass(const struct leftovers *, struct failure *);

/* Outside of a transaction. `why` it is ours, for the note. False: it is still there. */
bool leftover_remove(struct migration *, const char *sql, const struct leftovers *of_others,
		     const char *why, struct failure *);

#endif
