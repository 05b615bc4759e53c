#include "execute/comeback.h"

#include <string.h>

#include "execute/migration.h"
#include "lock/lock.h"

/* The lock is free only when the old session has ended. */
struct history *comeback(struct execution *execution, enum comeback wait)
{
	struct error ignored = { 0 };
	struct history *history = NULL;

	execution->journal_empty = false;
	execution->db->wait = wait;
	if (database_reopen(execution->db, &ignored) &&
	    lock_take(execution->db, COMEBACK_SETTLE, execution->output, &ignored))
		history = history_read(execution->db, &ignored);
	error_finish(&ignored);
	return history;
}

bool comeback_finds(const struct migration *migration, const struct history *history)
{
	const struct record *record = history_find(history, migration->name);

	if (migration->direction == DIRECTION_ROLLBACK)
		return !record;
	return record && record->state == RECORD_APPLIED &&
	       strcmp(record->id, migration->record.id) == 0 &&
	       record->created_at == migration->record.created_at;
}

/* The lock was free in between: what is not done by this run may be by another. */
void comeback_look(struct migration *migration, const struct history *history)
{
	migration->session_changed = true;
	migration->overtaken = overtaken_by_another(migration, history);
}

/* After a lost COMMIT the record decides. */
bool comeback_settle(struct migration *migration, bool *applied)
{
	struct history *history = comeback(migration->execution, COMEBACK_SETTLE);

	if (!history)
		return false;
	migration->session_changed = true;
	*applied = comeback_finds(migration, history);
	if (!*applied)
		comeback_look(migration, history);
	history_destroy(history);
	return true;
}
