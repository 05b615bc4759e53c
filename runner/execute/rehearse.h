/*
 * A migration whose statements are first shown to somebody, who says of each whether it is
 * executed. Nothing is recorded, journaled on disk or committed: `glim migration:plan` asks in this
 * way what a migration would do.
 */
#ifndef GLIM_EXECUTE_REHEARSE_H
#define GLIM_EXECUTE_REHEARSE_H

#include "execute/execute.h"
#include "execute/transaction.h"
#include "statement/rule.h"

struct rehearsal_step {
	const char *sql; /* as it was asked for; the values belong to its `?` marks */
	const glim_value *values;
	size_t count;
	const char *site; /* or NULL */
	enum statement_class class;
	bool reads;    /* its rows are wanted */
	bool may_fail; /* glim_try() */
};

enum rehearsal_answer {
	REHEARSAL_SKIP,    /* it counts as done: no rows, no changes */
	REHEARSAL_EXECUTE, /* for real */
	REHEARSAL_FAIL     /* with the failure that was filled in */
};

struct rehearsal {
	enum rehearsal_answer (*step)(void *data, const struct rehearsal_step *, struct outcome *,
				      struct failure *);
	/* What was executed failed; called before the migration hears of it. May be NULL. */
	void (*failed)(void *data, const struct failure *);
	/* The migration used what a write before had changed, or undid some. */
	void (*looked)(void *data);
	void *data;
	/* What is executed runs inside of this one, with real savepoints. NULL: it commits by
	 * itself, and savepoints are none. */
	struct transaction *transaction;
};

/* True: it returned without a failure. Else the error says how it ended. */
bool execute_rehearse(struct execution *, const struct plan_item *, enum direction,
		      const struct rehearsal *, struct error *);

#endif
