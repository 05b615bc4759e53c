/* Steps of a migration that wait to be sent: what is to be known of them when they fail. */
#ifndef GLIM_EXECUTE_PENDING_H
#define GLIM_EXECUTE_PENDING_H

#include "execute/journal.h"

struct migration;
struct outcome;
struct step;

struct pending {
	struct pending_step {
		uint32_t step;
		char *site, *sql;
		int64_t began;            /* of struct step */
		struct journal_mark mark; /* behind it */
	} list[PACKET_STATEMENTS + 1];
	size_t count;
};

/* May this step wait? Only what is known to be one complete transactional statement does. */
bool pending_takes(const struct migration *, const struct step *);
/* False: a failure sticks. */
bool pending_add(struct migration *, const struct step *);
/* Sends what waits. False: a step of those failed, which sticks as that step's failure. */
bool pending_flush(struct migration *migration);
/* Makes the failure of a packet stick as that of the step it belongs to; false: of none. */
bool pending_blame(struct migration *, struct failure *);
/* The same, or else as a failure of the migration, in no step. */
void pending_stick(struct migration *, struct failure *);
void pending_forget(struct migration *migration); /* they are not sent */
/* What the packet calls when a step was executed. */
void pending_executed(void *data, uint32_t step, const struct outcome *);

#endif
