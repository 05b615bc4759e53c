#include <unistd.h>

#include "execute/backfill.h"
#include "execute/bulk.h"
#include "execute/migration.h"
#include "interrupt/interrupt.h"

/* A migration that lost its transaction to somebody else, and left nothing, is run once more. */

enum { ATTEMPTS = 3 };

/* What a pure transaction was lost by that may not meet it again; NULL: something else. */
static const char *loss(const struct migration *migration)
{
	switch (migration->failure.kind) {
	case FAILURE_CONFLICT:
		return "lost a conflict with another transaction";
	case FAILURE_FORGOTTEN:
		return "had the session forget its prepared statements";
	case FAILURE_LOCK_WAIT:
		return migration->execution->db->dialect->failure_ends_transaction
			       ? "waits for somebody else's lock"
			       : NULL;
	default:
		return NULL;
	}
}

bool again_possible(const struct migration *migration)
{
	return !migration->execution->group.count && !migration->journaled &&
	       !migration->session_keeps;
}

static bool may_try_again(const struct migration *migration)
{
	return migration->status == GLIM_ERROR && loss(migration) && again_possible(migration) &&
	       !migration->overtaken && !interrupt_signal();
}

/* False: nothing was undone, and nothing forgotten. */
bool again_start(struct migration *migration, int attempt)
{
	if (attempt == ATTEMPTS || !may_try_again(migration))
		return false;
	transaction_undo(&migration->transaction);
	if (!migration->execution->db->session || migration->transaction.stays)
		return false;
	output_note(migration->execution->output, "%s %s (%s); trying again", migration->name,
		    loss(migration), migration->message);
	migration_forgive(migration);
	backfill_forget(migration);
	bulk_forget_all(migration);
	host_result_finish(&migration->end);
	journal_clear(&migration->journal);
	pending_forget(migration);
	migration->gone = migration->set_inside = false;
	migration->steps = 0;
	migration->boundary = 0;
	usleep((useconds_t)(getpid() % 50 + 50) * 1000U << attempt);
	return true;
}
