/* After a fault: what was found, the same command again without help, and whether all is right. */
#ifndef CHAOS_VERDICT_H
#define CHAOS_VERDICT_H

#include "world.h"

enum found { FOUND_NOTHING, FOUND_HALF, FOUND_ALL, FOUNDS };

struct verdict {
	enum found found; /* in the database, when the fault was over */
	bool step_done;   /* a step of which no answer came was found to have taken effect */
	int runs;         /* of the command until it said that all is well */
};

/* False: a promise is broken, world->why says which. */
bool verdict_reach(struct world *, enum stage, const char *command, struct verdict *);
/* The parts of it. */
enum found verdict_find(struct world *, enum stage);
bool verdict_recover(struct world *, const char *command, struct verdict *);
bool verdict_check(struct world *, enum stage);

#endif
