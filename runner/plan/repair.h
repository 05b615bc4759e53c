/*
 * What `glim migration:repair` does to one record of the history, or why it does nothing. Pure.
 */
#ifndef GLIM_PLAN_REPAIR_H
#define GLIM_PLAN_REPAIR_H

#include "base/text.h"
#include "plan/plan.h"

enum repair_mark { MARK_NONE, MARK_APPLIED, MARK_PENDING };

struct repair_request {
	const char *name;
	enum repair_mark mark;
	bool accept; /* the deployed plugin's checksums */
};

#define REPAIR_BEFORE "; before: "

struct repair {
	const struct record *record; /* NULL: there is no row */
	struct entry *entry;         /* the deployed plugin, or NULL */
	const char *name;
	enum repair_change { REPAIR_NOTHING, REPAIR_ADD, REPAIR_CHANGE, REPAIR_REMOVE } change;
	bool to_applied;    /* the state changes, and the journal goes */
	bool to_deployed;   /* the facts of the deployed plugin are recorded */
	struct text says;   /* what it does, or why nothing: a sentence */
	struct text before; /* all that is known of what was there, for the log */
};

/* Finds what NAME means. The entry's facts must be known (catalog_inspect) before repair_decide. */
bool repair_find(struct repair *, const struct catalog *, const struct history *,
		 const struct repair_request *, struct error *);
/* Does the decision need the checksum of the deployed plugin? */
bool repair_wants_checksum(const struct repair *, const struct repair_request *);
/* `checksum`: of the deployed plugin's file, or NULL. False: it cannot be done. */
bool repair_decide(struct repair *, const struct catalog *, const struct history *,
		   const struct repair_request *, const char *checksum, struct error *);
void repair_finish(struct repair *repair);

/* "applied", "interrupted in the middle of its run", "pending" for NULL. */
const char *repair_state(const struct record *record);

#endif
