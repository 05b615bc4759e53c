#include "execute/backfill.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/chaos.h"
#include "base/memory.h"
#include "execute/bulk.h"
#include "execute/step.h"
#include "execute/tell.h"
#include "interrupt/interrupt.h"

/* Another transaction was in the way: the page is read again, as it now is. */
enum { ATTEMPTS = 10, BACK_OFF = 20 * 1000 };

void backfill_forget(struct migration *migration)
{
	struct running_backfill *backfill = migration->backfill;

	if (!backfill)
		return;
	migration->backfill = NULL;
	replicas_destroy(backfill->replicas);
	database_bulk_end(migration->execution->db);
	backfill_finish(&backfill->asked);
	free(backfill->columns);
	free(backfill->is_key);
	free(backfill->key_at);
	free(backfill->key_values);
	free((void *)backfill->marks.list);
	free(backfill->sql);
	free(backfill->site);
	checkpoint_finish(&backfill->done);
	checkpoint_finish(&backfill->next);
	text_finish(&backfill->frame);
	free(backfill);
}

void backfill_tell_end(struct migration *migration, bool done)
{
	struct running_backfill *backfill = migration->backfill;

	if (backfill && backfill->step_began)
		tell_step_end(migration, backfill->step, done, backfill->step_began);
	if (backfill)
		backfill->step_began = 0;
}

/* ---- Failures ---- */

/* What the row of the step will say if it goes no further than this. */
void backfill_note_state(struct migration *migration)
{
	const struct running_backfill *backfill = migration->backfill;

	migration->boundary = backfill->step;
	migration->boundary_state = "failed";
	migration->boundary_code = 0;
	migration->boundary_changes = (int64_t)backfill->done.rows;
	migration->paged_rows = backfill->done.rows;
	migration->paged_step = backfill->step;
	migration->refused_whole = backfill->done.rows == 0;
}

bool backfill_fail(struct migration *migration, struct failure *failure)
{
	const struct running_backfill *backfill = migration->backfill;

	migration->boundary_code = failure->native;
	backfill_tell_end(migration, false);
	if (interrupt_signal() && !failure->kind)
		return !migration_cancelled(migration);
	migration_stick(migration, failure->kind == FAILURE_CANCELLED ? GLIM_CANCELLED : GLIM_ERROR,
			failure, backfill->site, backfill->sql);
	migration->failed_step = backfill->step;
	return false;
}

static bool lost_conflict(struct migration *migration, struct failure *failure)
{
	struct running_backfill *backfill = migration->backfill;

	if ((failure->kind != FAILURE_CONFLICT && failure->kind != FAILURE_LOCK_WAIT) ||
	    backfill->attempts >= ATTEMPTS || interrupt_signal())
		return false;
	transaction_undo(&migration->transaction);
	if (!migration->execution->db->session)
		return false;
	failure_finish(failure);
	usleep((useconds_t)BACK_OFF << (backfill->attempts < 5 ? backfill->attempts : 5));
	backfill->attempts++;
	return true;
}

/* ---- Pages ---- */

bool backfill_end(struct migration *migration, bool noted, int *code)
{
	struct running_backfill *backfill = migration->backfill;
	const int64_t rows = (int64_t)backfill->done.rows;
	struct host_reply reply = { .changes = rows };

	*code = 0;
	backfill_tell_end(migration, true);
	migration->boundary_state = "done";
	migration->boundary = noted ? 0 : backfill->step;
	migration->boundary_code = 0;
	migration->kept = backfill->step;
	migration->paged_rows = 0;
	migration->last = (struct outcome){ .changes = rows };
	backfill_forget(migration);
	journal_add_reply(&migration->journal, WIRE_BACKFILL, &reply);
	return true;
}

void backfill_count(const struct migration *migration)
{
	const struct running_backfill *backfill = migration->backfill;

	progress_count(migration->execution->progress, backfill->done.rows, backfill->total);
}

/* The next page, on its way to the child; at the end none. */
bool backfill_give_page(struct migration *migration, struct host_rows *rows, int *code)
{
	struct running_backfill *backfill = migration->backfill;
	struct failure failure = { 0 };

	while (!backfill_read_page(migration, rows, &failure))
		if (!lost_conflict(migration, &failure))
			return backfill_fail(migration, &failure);
	*code = 1;
	migration->last = (struct outcome){ .changes = (int64_t)backfill->done.rows };
	return backfill->came || !backfill->last || backfill_end(migration, false, code);
}

bool backfill_go_on(struct migration *migration, const struct host_request *request,
		    struct host_rows *rows, int *code)
{
	struct running_backfill *backfill = migration->backfill;
	struct failure failure = { 0 };

	if (!backfill ||
	    (backfill->update.count ? request->count % backfill->update.count : request->count))
		return migration_misuse(migration, NULL, NULL, "a page of no backfill");
	if (migration_cancelled(migration))
		return false;
	if (!backfill_write_page(migration, request->values, request->count, &failure)) {
		if (migration->status != GLIM_OK)
			return false;
		return lost_conflict(migration, &failure)
			       ? backfill_give_page(migration, rows, code)
			       : backfill_fail(migration, &failure);
	}
	backfill_note_state(migration);
	backfill_count(migration);
	if (backfill->last)
		return backfill_end(migration, true, code);
	if (!throttle_wait(migration, &failure))
		return backfill_fail(migration, &failure);
	return backfill_give_page(migration, rows, code);
}
