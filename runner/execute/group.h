/*
 * Migrations that share one transaction (--batch), each behind a savepoint with its record inside.
 * What one does and its record are committed together all the same, only later; until then none of
 * them counts as done.
 */
#ifndef GLIM_EXECUTE_GROUP_H
#define GLIM_EXECUTE_GROUP_H

#include "execute/transaction.h"

struct migration;

struct group {
	size_t most;  /* 0, 1: each has a transaction of its own */
	size_t count; /* migrations that are done and wait for COMMIT */
	struct transaction transaction;
	/*
	 * Told what became of those that waited: they are committed; or, not kept, they are undone,
	 * unless their records are there (an answer that was lost, an end that nobody asked for).
	 */
	void (*settled)(void *data, bool kept);
	void *data;
};

/* The migration goes on in the transaction that is open, or the others are committed first. */
bool group_enter(struct migration *, struct error *);
/* Is the transaction to be committed with this migration, which is at its end? */
bool group_ends_with(const struct migration *migration);
void group_wait(struct migration *migration); /* it is done, its COMMIT waits */
/* They have been committed together with this one, or are gone with its transaction. */
void group_settle(struct migration *, bool kept);
/* Undoes this migration, and commits the others if that can be; false: it was alone. */
bool group_leave(struct migration *migration);

#endif
