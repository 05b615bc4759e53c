/*
 * The transaction around a migration: opened when the first statement needs it, with a canary
 * savepoint that tells at the end whether something ended it behind our back. (The server's own
 * status flag is stale after errors; a savepoint is exact on every database.) It is set before the
 * first statement that is not known never to end a transaction: see dialect.h, `joins`.
 */
#ifndef GLIM_EXECUTE_TRANSACTION_H
#define GLIM_EXECUTE_TRANSACTION_H

#include <stdbool.h>

#include "database/database.h"

enum { TRANSACTION_DEPTH = 64 };

struct transaction {
	struct database *db;
	bool open;
	bool plain;    /* only the runner speaks in it */
	bool guarded;  /* it has its canary */
	bool alone;    /* nor does anything stay: what a ROLLBACK says is about a driver's table */
	int64_t sent;  /* BEGIN, on clock_elapsed(); 0: it waits */
	int depth;     /* savepoints of the migration's own */
	bool shared;   /* with other migrations: each stands behind a savepoint */
	bool inside;   /* of that savepoint, */
	bool released; /* which is given up by now */
	bool stays;    /* not all that was done could be undone */
};

/* Nothing if it is open. Both travel with what is sent next, so their failure may come with it. */
bool transaction_open(struct transaction *, struct failure *);
/* The same for statements that cannot end it, which need no guard. */
bool transaction_open_joined(struct transaction *, struct failure *);
/* The same where nothing but the runner's own is to come. */
bool transaction_open_plain(struct transaction *, struct failure *);
/* What a migration does in a shared transaction ends, and nothing of the others. */
bool transaction_check_item(struct transaction *, struct failure *);
bool transaction_undo_item(struct transaction *, struct failure *);
/* Releases the canary. FAILURE_NO_SAVEPOINT, at the latest from commit: it was ended before. */
bool transaction_check(struct transaction *, struct failure *);
bool transaction_commit(struct transaction *, struct failure *); /* sends all that waits */
bool transaction_commit_later(struct transaction *, struct failure *);
/* Where the database refuses, the session is ended: the next BEGIN would commit what is left. */
void transaction_undo(struct transaction *);

bool transaction_begin_nested(struct transaction *, struct failure *);
bool transaction_commit_nested(struct transaction *, struct failure *);
bool transaction_undo_nested(struct transaction *, struct failure *);

#endif
