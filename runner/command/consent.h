/* Asking before what cannot be taken back. */
#ifndef GLIM_COMMAND_CONSENT_H
#define GLIM_COMMAND_CONSENT_H

#include "command/options.h"
#include "config/config.h"
#include "database/database.h"
#include "plan/plan.h"

/* While somebody is asked, this session is kept; NULL: none is. */
void consent_keep_alive(struct options *, struct database *);
/* `protected` connections want the database's name; 7 without it. */
bool consent_protected(struct options *, const struct connection *, const char *schema,
		       struct error *);
/* A rollback of everything, on a terminal: lists what would be undone and asks. */
bool consent_rollback(struct options *, const struct plan *, struct error *);
/* Before the history is edited, on a terminal; `what` is a sentence. */
bool consent_edit(struct options *, const char *what, struct error *);

/* What the operator has seen before the lock was waited for. */
struct agreement {
	char **names;
	size_t count;
};

void consent_remember(struct agreement *, const struct plan *);
/* False (6): the history has changed meanwhile, and something else would be undone now. */
bool consent_holds(const struct agreement *, const struct plan *, struct error *);
void consent_finish(struct agreement *agreement);

#endif
