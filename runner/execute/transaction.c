#include "execute/transaction.h"

#include <stdio.h>

#include "base/chaos.h"

static bool plain(struct transaction *transaction, const char *sql, struct failure *failure)
{
	return database_execute(transaction->db, sql, NULL, 0, NULL, NULL, failure);
}

/* Travels with what comes next. */
static bool later(struct transaction *transaction, const char *sql, struct failure *failure)
{
	return database_later(transaction->db, &(struct later){ .sql = sql }, failure);
}

/* `*holds` is true from here on, unless it is not executed. */
static bool holding(struct transaction *transaction, const char *sql, bool *holds,
		    struct failure *failure)
{
	*holds = true;
	if (database_later(transaction->db, &(struct later){ .sql = sql, .holds = holds }, failure))
		return true;
	*holds = false;
	return false;
}

static bool nested(struct transaction *transaction, const char *verb, int depth,
		   struct failure *failure)
{
	char sql[64];

	snprintf(sql, sizeof sql, "%s glim_%d", verb, depth);
	return plain(transaction, sql, failure);
}

static bool start_clock(struct transaction *transaction, struct failure *failure)
{
	struct database *db = transaction->db;

	transaction->sent = 0;
	if (!db->packet.open)
		return true;
	db->packet.sent = &transaction->sent;
	return !db->dialect->clock_start || later(transaction, db->dialect->clock_start, failure);
}

static bool open_shared(struct transaction *transaction, struct failure *failure)
{
	if (!transaction->shared || transaction->inside)
		return true;
	transaction->released = false;
	return holding(transaction, "SAVEPOINT glim_item", &transaction->inside, failure) &&
	       start_clock(transaction, failure);
}

static bool begin(struct transaction *transaction, struct failure *failure)
{
	transaction->depth = 0;
	transaction->inside = transaction->released = false;
	transaction->plain = true;
	transaction->guarded = false;
	transaction->alone = false;
	transaction->sent = 0;
	return holding(transaction, transaction->db->dialect->begin, &transaction->open, failure);
}

static bool guard(struct transaction *transaction, struct failure *failure)
{
	transaction->guarded = true;
	return later(transaction, "SAVEPOINT glim_canary", failure);
}

/* From here on the migration speaks. */
static bool hand_over(struct transaction *transaction, struct failure *failure)
{
	transaction->plain = false;
	return start_clock(transaction, failure);
}

/* Where it is shared, the canary has to stand before the savepoint that is given up with each. */
static bool open_as(struct transaction *transaction, bool guarded, struct failure *failure)
{
	guarded |= transaction->shared;
	return (transaction->open || begin(transaction, failure)) &&
	       (!guarded || transaction->guarded || guard(transaction, failure)) &&
	       (!transaction->plain || hand_over(transaction, failure)) &&
	       open_shared(transaction, failure);
}

bool transaction_open(struct transaction *transaction, struct failure *failure)
{
	return open_as(transaction, true, failure);
}

bool transaction_open_joined(struct transaction *transaction, struct failure *failure)
{
	return open_as(transaction, false, failure);
}

bool transaction_open_plain(struct transaction *transaction, struct failure *failure)
{
	if (transaction->open || transaction->shared)
		return transaction_open_joined(transaction, failure);
	return begin(transaction, failure);
}

static bool check_waiting(struct transaction *transaction, struct failure *failure)
{
	const char *const *sql = transaction->db->dialect->checks_waiting;

	for (; sql && *sql; sql++)
		if (!later(transaction, *sql, failure))
			return false;
	return true;
}

bool transaction_check_item(struct transaction *transaction, struct failure *failure)
{
	if (!transaction->inside || transaction->released)
		return true;
	return check_waiting(transaction, failure) &&
	       holding(transaction, "RELEASE SAVEPOINT glim_item", &transaction->released, failure);
}

static bool undo(struct transaction *transaction, const char *sql, struct failure *failure)
{
	struct outcome outcome = { 0 };
	const bool done = database_execute(transaction->db, sql, NULL, 0, NULL, &outcome, failure);

	transaction->stays |= outcome.stays && !transaction->alone;
	return done;
}

bool transaction_undo_item(struct transaction *transaction, struct failure *failure)
{
	transaction->depth = 0;
	if (!transaction->inside)
		return true;
	if (transaction->released || !undo(transaction, "ROLLBACK TO SAVEPOINT glim_item", failure))
		return false;
	transaction->inside = false;
	return later(transaction, "RELEASE SAVEPOINT glim_item", failure);
}

bool transaction_check(struct transaction *transaction, struct failure *failure)
{
	return transaction_check_item(transaction, failure) &&
	       (!transaction->guarded ||
		later(transaction, "RELEASE SAVEPOINT glim_canary", failure));
}

bool transaction_commit_later(struct transaction *transaction, struct failure *failure)
{
	struct database *db = transaction->db;
	const struct later commit = { .sql = db->dialect->commit, .ends = true };

	CHAOS_POINT("commit");
	return database_later(db, &commit, failure);
}

bool transaction_commit(struct transaction *transaction, struct failure *failure)
{
	struct database *db = transaction->db;

	/* Behind what still has to be looked at nothing may be committed. */
	if ((db->packet.expected && !database_flush(db, failure)) ||
	    !transaction_commit_later(transaction, failure) || !database_flush(db, failure))
		return false;
	transaction->open = false;
	return true;
}

void transaction_undo(struct transaction *transaction)
{
	struct failure failure = { 0 };

	database_drop(transaction->db);
	if (transaction->open && !undo(transaction, transaction->db->dialect->rollback, &failure) &&
	    failure.kind != FAILURE_NO_SAVEPOINT) /* else the database has undone it already */
		database_abandon(transaction->db);
	transaction->open = false;
	transaction->depth = 0;
	failure_finish(&failure);
}

bool transaction_begin_nested(struct transaction *transaction, struct failure *failure)
{
	if (!transaction_open(transaction, failure) || !database_flush(transaction->db, failure) ||
	    !nested(transaction, "SAVEPOINT", transaction->depth + 1, failure))
		return false;
	transaction->depth++;
	return true;
}

bool transaction_commit_nested(struct transaction *transaction, struct failure *failure)
{
	if (!nested(transaction, "RELEASE SAVEPOINT", transaction->depth, failure))
		return false;
	transaction->depth--;
	return true;
}

bool transaction_undo_nested(struct transaction *transaction, struct failure *failure)
{
	if (!nested(transaction, "ROLLBACK TO SAVEPOINT", transaction->depth, failure) ||
	    !nested(transaction, "RELEASE SAVEPOINT", transaction->depth, failure))
		return false;
	transaction->depth--;
	return true;
}
