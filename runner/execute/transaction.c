#include "execute/transaction.h"

#include <stdio.h>

#include "base/chaos.h"

static bool plain(struct transaction *transaction, const char *sql, struct failure *failure)
{
	return database_execute(transaction->db, sql, NULL, 0, NULL, NULL, failure);
}

static bool nested(struct transaction *transaction, const char *verb, int depth,
		   struct failure *failure)
{
	char sql[64];

	snprintf(sql, sizeof sql, "%s glim_%d", verb, depth);
	return plain(transaction, sql, failure);
}

bool transaction_open(struct transaction *transaction, struct failure *failure)
{
	if (transaction->open)
		return true;
	transaction->depth = 0;
	if (!plain(transaction, transaction->db->dialect->begin, failure))
		return false;
	transaction->open = true;
	return plain(transaction, "SAVEPOINT glim_canary", failure);
}

bool transaction_check(struct transaction *transaction, struct failure *failure)
{
	return plain(transaction, "RELEASE SAVEPOINT glim_canary", failure);
}

bool transaction_commit(struct transaction *transaction, struct failure *failure)
{
	CHAOS_POINT("commit");
	if (!plain(transaction, transaction->db->dialect->commit, failure))
		return false;
	transaction->open = false;
	return true;
}

void transaction_undo(struct transaction *transaction)
{
	struct failure failure = { 0 };

	if (transaction->open &&
	    !plain(transaction, transaction->db->dialect->rollback, &failure) &&
	    failure.kind != FAILURE_NO_SAVEPOINT) /* else the database has undone it already */
		database_abandon(transaction->db);
	transaction->open = false;
	transaction->depth = 0;
	failure_finish(&failure);
}

bool transaction_begin_nested(struct transaction *transaction, struct failure *failure)
{
	if (!transaction_open(transaction, failure) ||
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
