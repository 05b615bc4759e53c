/*
 * One planned migration: image, guest, transaction, journal, record. What is true afterwards is in
 * the database; `struct execution_result` says it for people.
 */
#ifndef GLIM_EXECUTE_EXECUTE_H
#define GLIM_EXECUTE_EXECUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "catalog/catalog.h"
#include "database/database.h"
#include "execute/ahead.h"
#include "execute/group.h"
#include "history/history.h"
#include "host/host.h"
#include "output/output.h"
#include "plan/plan.h"
#include "progress/progress.h"

/* What all migrations of a run share. */
struct execution {
	struct database *db;
	struct host *host; /* NULL: no migration needed one yet */
	const struct catalog *catalog;
	const struct history *history;
	struct output *output;
	struct progress *progress; /* or NULL */
	const char *by;            /* "ana@laptop" */
	const char *reason;        /* or NULL */
	int64_t timeout;           /* of a migration; microseconds, 0: none */
	uint64_t memory_limit;
	char **plain_tables; /* tables whose engine has no transactions; read when first needed */
	size_t plain_table_count;
	bool plain_tables_known;
	bool journal_empty;           /* nobody's steps are left, but for this migration's */
	size_t ahead;                 /* so many migrations come after this one */
	const struct plan_item *next; /* the first of them, the others stand behind it; or NULL */
	struct ahead opened;
	struct train *composed;        /* those that come next, ready to be sent; or NULL */
	const struct plan_item *alone; /* not to travel with others again (execute/train.h) */
	int64_t last_time;             /* the record that was written last; the clock may go back */
	struct group group;            /* --batch */
	bool engine_set;               /* a migration chose the engine of tables that name none */
	/* Path of the source of a plugin that `migration:build` makes (owned), or NULL. */
	char *(*source_of)(void *data, const struct entry *);
	void *source_data;
};

struct execution_result {
	uint32_t statements;
	int64_t duration; /* microseconds */
	int64_t created_at;
	bool session_changed; /* the session must be replaced before the next migration */
	bool waits;           /* it counts only once group.settled() was told that it is kept */
	/* After a failure: */
	uint32_t step; /* where it stopped; 0: in no statement */
	enum execution_after { AFTER_UNDONE, AFTER_PARTIAL, AFTER_UNKNOWN } after;
};

/*
 * Runs or rolls back one item to its end, its record included. False: the error says what happened,
 * and the record tells the same where the database could still be reached.
 */
bool execute_item(struct execution *, const struct plan_item *, enum direction,
		  struct execution_result *, struct error *);
/* Commits what waits for it. False: those are undone, and the error says why. */
bool execution_settle(struct execution *, struct error *);
void execution_forget_plan(struct execution *execution); /* its items are about to go */
void execution_finish(struct execution *execution);

#endif
