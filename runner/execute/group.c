#include "execute/group.h"

#include "base/chaos.h"
#include "execute/migration.h"

static struct group *group_of(const struct migration *migration)
{
	return &migration->execution->group;
}

static void tell(struct group *group, bool kept)
{
	if (group->count && group->settled)
		group->settled(group->data, kept);
	group->count = 0;
	group->transaction = (struct transaction){ .db = group->transaction.db };
}

/* What was in the way of others: half done, or with needs that no open transaction takes. */
static bool may_share(const struct migration *migration)
{
	const struct plan_item *item = migration->item;

	return group_of(migration)->most > 1 && item->entry && !item->half_done &&
	       !item->entry->facts.rebuilds;
}

static bool commit(struct transaction *transaction, struct failure *failure)
{
	return transaction_check(transaction, failure) && transaction_commit(transaction, failure);
}

/* An answer that is lost here is settled by the record of the last of them: see finish.c. */
static bool commit_now(struct execution *execution, struct error *error)
{
	struct group *group = &execution->group;
	struct failure failure = { 0 };
	bool done;

	if (!group->count)
		return true;
	CHAOS_POINT("group");
	execution->db->finishing = true;
	done = commit(&group->transaction, &failure);
	execution->db->finishing = false;
	if (!done) {
		transaction_undo(&group->transaction);
		if (error)
			database_explain(execution->db, &failure, "committing a batch", error);
	}
	failure_finish(&failure);
	tell(group, done);
	return done;
}

bool execution_settle(struct execution *execution, struct error *error)
{
	return commit_now(execution, error);
}

bool group_enter(struct migration *migration, struct error *error)
{
	struct group *group = group_of(migration);

	if (!may_share(migration))
		return commit_now(migration->execution, error);
	if (group->count)
		migration->transaction = group->transaction;
	migration->transaction.db = migration->execution->db;
	migration->transaction.shared = true;
	migration->transaction.inside = migration->transaction.released = false;
	return true;
}

bool group_ends_with(const struct migration *migration)
{
	const struct group *group = group_of(migration);

	return !migration->transaction.shared || migration->session_changed ||
	       migration->session_keeps || migration->sets_locally ||
	       migration->used_after_commit || group->count + 1 >= group->most ||
	       !migration->execution->ahead;
}

void group_wait(struct migration *migration)
{
	struct group *group = group_of(migration);

	group->transaction = migration->transaction;
	group->count++;
	migration->waits = true;
}

void group_settle(struct migration *migration, bool kept)
{
	migration->transaction.shared = false;
	tell(group_of(migration), kept);
}

bool group_leave(struct migration *migration)
{
	struct group *group = group_of(migration);
	struct failure failure = { 0 };

	/* Where a COMMIT has no answer yet, the record of this one will tell. */
	if (!migration->transaction.shared || !group->count || migration->row_sent)
		return false;
	database_drop(migration->execution->db);
	if (transaction_undo_item(&migration->transaction, &failure) &&
	    commit(&migration->transaction, &failure))
		group_settle(migration, true);
	else
		transaction_undo(&migration->transaction);
	migration->transaction = (struct transaction){ .db = migration->transaction.db,
						       .stays = migration->transaction.stays };
	failure_finish(&failure);
	return true;
}
