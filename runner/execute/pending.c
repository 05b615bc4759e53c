#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/migration.h"
#include "execute/step.h"
#include "execute/tell.h"
#include "interrupt/interrupt.h"

bool pending_takes(const struct migration *migration, const struct step *step)
{
	const struct database *db = migration->execution->db;

	if (migration->travels && packet_is_full(&db->packet))
		return false;
	/* What is undone after a half-done run may miss its objects, and goes on. */
	return db->packet.open && !migration->bears_missing && step->request->kind != WIRE_TRY &&
	       !step->rows && step->class == STATEMENT_TRANSACTIONAL && !step->changes_session &&
	       statement_joins(&db->dialect->lexis, db->dialect->joins, step->sql);
}

static void finish_step(struct pending_step *step)
{
	free(step->site);
	free(step->sql);
}

void pending_forget(struct migration *migration)
{
	struct pending *pending = &migration->pending;

	for (size_t i = 0; i < pending->count; i++)
		finish_step(&pending->list[i]);
	pending->count = 0;
	/* Of one that has travelled nothing waits, and others may be waiting in its place. */
	if (!migration->travels)
		database_drop(migration->execution->db);
}

/* They are executed in the order in which they were added. */
void pending_executed(void *data, uint32_t step, const struct outcome *outcome)
{
	struct migration *migration = data;
	struct pending *pending = &migration->pending;

	migration->last = *outcome;
	if (outcome->last_id)
		migration->session_id = outcome->last_id;
	if (!pending->count || pending->list[0].step != step)
		return;
	tell_step_end(migration, step, true, pending->list[0].began);
	finish_step(&pending->list[0]);
	memmove(pending->list, pending->list + 1, --pending->count * sizeof *pending->list);
}

static const struct pending_step *find(const struct pending *pending, uint32_t step)
{
	for (size_t i = 0; step && i < pending->count; i++)
		if (pending->list[i].step == step)
			return &pending->list[i];
	return NULL;
}

/* What was asked for behind it was never asked for, as far as the journal goes. */
bool pending_blame(struct migration *migration, struct failure *failure)
{
	const uint32_t failed = migration->execution->db->packet.failed_step;
	const struct pending_step *step = find(&migration->pending, failed);
	char *exact;

	if (!step)
		return false;
	migration->steps = step->step;
	migration->last = (struct outcome){ 0 };
	tell_step_end(migration, step->step, false, step->began);
	journal_cut(&migration->journal, &step->mark);
	exact = step_exact_site(migration, step->site, step->sql, failure);
	migration_stick(migration, GLIM_ERROR, failure, exact, step->sql);
	free(exact);
	journal_add_failure(&migration->journal, migration->status, migration->message);
	pending_forget(migration);
	return true;
}

void pending_stick(struct migration *migration, struct failure *failure)
{
	if (pending_blame(migration, failure))
		return;
	migration_stick(migration, GLIM_ERROR, failure, NULL, NULL);
	migration->failed_step = 0;
}

static bool stick(struct migration *migration, struct failure *failure)
{
	return pending_blame(migration, failure) ||
	       !migration_stick(migration, GLIM_ERROR, failure, NULL, NULL);
}

bool pending_flush(struct migration *migration)
{
	struct failure failure = { 0 };

	if (!migration->pending.count)
		return true;
	if (migration_cancelled(migration)) {
		pending_forget(migration);
		return false;
	}
	/* What asks for an answer may not be of those that cannot end the transaction. */
	if (transaction_open(&migration->transaction, &failure) &&
	    database_flush(migration->execution->db, &failure))
		return true;
	stick(migration, &failure);
	return false;
}

static void note(struct migration *migration, const struct step *step)
{
	struct pending *pending = &migration->pending;

	journal_add_step(&migration->journal, step->hash, step->sql);
	pending->list[pending->count++] = (struct pending_step){
		.step = migration->steps,
		.began = step->began,
		.site = memory_copy(step->site),
		.sql = memory_copy(step->sql),
		.mark = journal_mark(&migration->journal),
	};
}

bool pending_add(struct migration *migration, const struct step *step)
{
	struct database *db = migration->execution->db;
	struct failure failure = { 0 };
	struct later later = {
		.values = step->values,
		.count = step->count,
		.step = migration->steps,
	};

	statement_only(&db->dialect->lexis, step->sql, &later.sql, &later.length);
	note(migration, step);
	if (transaction_open_joined(&migration->transaction, &failure) &&
	    database_later(db, &later, &failure))
		return true;
	stick(migration, &failure);
	return false;
}
