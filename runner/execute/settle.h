/* Did a boundary that was sent, and not heard of again, take effect? */
#ifndef GLIM_EXECUTE_SETTLE_H
#define GLIM_EXECUTE_SETTLE_H

#include "history/history.h"

struct migration;

enum settled { SETTLED_NOT_DONE, SETTLED_DONE, SETTLED_UNKNOWN };

/* SETTLED_UNKNOWN: the failure sticks and says why; a person is needed. */
enum settled settle_step(struct migration *, const struct step_record *row);

/*
 * What is kept before a boundary is sent: the fingerprint of its objects (owned), STEP_REPEATABLE,
 * or NULL with *why (constant). False: the database could not be asked.
 */
bool settle_before(struct migration *, const char *sql, bool plain, char **fingerprint,
		   const char **why, struct failure *);
/* May this statement be executed twice without harm? */
bool settle_repeatable(const struct migration *, const char *sql);
/* Does a refusal of this statement by the database leave nothing behind? */
bool settle_all_or_nothing(const struct migration *, const char *sql);

#endif
