#include <stdlib.h>
#include <string.h>

#include "base/chaos.h"
#include "base/clock.h"
#include "execute/bulk.h"
#include "execute/comeback.h"
#include "execute/migration.h"
#include "execute/rebuild.h"
#include "execute/step.h"

/* Up to here; or up to BEGIN, and the database adds what it has done since. */
static void take_time(struct migration *migration)
{
	const struct database *db = migration->execution->db;
	const int64_t sent = migration->transaction.sent;

	migration->record.timed =
		db->packet.open && db->dialect->clock_elapsed && !migration->transaction.plain;
	migration->record.duration_us =
		(migration->record.timed && sent ? sent : clock_elapsed()) - migration->began;
}

static bool write_end(struct migration *migration, struct failure *failure)
{
	struct database *db = migration->execution->db;
	const bool run = migration->direction == DIRECTION_RUN;

	migration->record.state = RECORD_APPLIED;
	migration->record.direction = migration->direction;
	migration->record.statements = migration->steps;
	take_time(migration);
	if ((migration->journaled || migration->item->half_done) &&
	    !record_steps_delete(db, &migration->record, failure))
		return false;
	return (run ? record_write(db, &migration->record, failure)
		    : record_delete(db, &migration->record, failure)) &&
	       record_log(db, &migration->record, direction_name(migration->direction),
			  migration->execution->reason, failure);
}

/* Effect and record are in the transaction, which others will share. */
static bool wait_end(struct migration *migration, struct failure *failure)
{
	struct transaction *transaction = &migration->transaction;

	if (!transaction_open(transaction, failure) ||
	    !transaction_check_item(transaction, failure) ||
	    !session_own_for_good(migration, failure) || !write_end(migration, failure) ||
	    !database_flush(migration->execution->db, failure))
		return false;
	group_wait(migration);
	return true;
}

static bool commit_end(struct migration *migration, struct failure *failure, bool *unknown)
{
	struct transaction *transaction = &migration->transaction;
	bool applied = false;

	if (!group_ends_with(migration))
		return wait_end(migration, failure);
	if (!transaction_open_plain(transaction, failure) || !rebuild_check(migration, failure) ||
	    !transaction_check(transaction, failure) || !session_own_for_good(migration, failure) ||
	    !write_end(migration, failure))
		return false;
	if (transaction_commit(transaction, failure)) {
		group_settle(migration, true);
		return true;
	}
	if (failure->kind != FAILURE_LOST && migration->execution->db->session)
		return false;
	transaction->open = false;
	*unknown = !comeback_settle(migration, &applied);
	if (!*unknown)
		group_settle(migration, applied);
	return applied;
}

static bool left_unbalanced(struct migration *migration)
{
	if (bulk_is_open(migration))
		return bulk_left_open(migration);
	if (migration->transaction.depth == 0)
		return false;
	migration_misuse(migration, NULL, NULL, "%s() returned inside of a glim_begin()",
			 direction_name(migration->direction));
	return true;
}

/* Is it all in one transaction, and would it be run once more if that were lost? */
static bool is_repeatable(const struct migration *migration)
{
	return again_possible(migration) && !migration->item->half_done &&
	       !migration->session_changed && !migration->transaction.shared;
}

/* Of what is pure and repeatable: nothing of it needs an answer before its end. */
bool finish_later(struct migration *migration, struct failure *failure)
{
	struct transaction *transaction = &migration->transaction;

	return transaction_open_plain(transaction, failure) &&
	       transaction_check(transaction, failure) &&
	       session_own_for_good(migration, failure) && write_end(migration, failure) &&
	       transaction_commit_later(transaction, failure);
}

void finish_unknown(const struct migration *migration, struct error *error)
{
	error_set(error, ERROR_INTERRUPTED,
		  "the connection was lost while %s was being committed, and the database "
		  "cannot be reached to ask",
		  migration->name);
}

/* Effect and record are one COMMIT. */
bool finish_well(struct migration *migration, struct error *error)
{
	struct database *db = migration->execution->db;
	struct failure failure = { 0 };
	bool unknown = false, done;

	if (!replay_ended(migration) || left_unbalanced(migration))
		return false;
	CHAOS_POINT("ending");
	db->finishing = true;
	db->packet.again = is_repeatable(migration);
	done = commit_end(migration, &failure, &unknown);
	db->packet.again = false;
	db->finishing = false;
	if (!done)
		pending_stick(migration, &failure);
	pending_forget(migration);
	failure_finish(&failure);
	if (unknown)
		finish_unknown(migration, error);
	return done;
}

/* Back to what the history said before: a rollback has left nothing. */
static void restore_record(struct migration *migration)
{
	const struct record *old = migration->item->record;

	migration->record.state = old->state;
	migration->record.direction = old->direction;
	migration->record.created_at = old->created_at;
	migration->record.description = old->description;
	migration->record.checksum = old->checksum;
	migration->record.source_checksum = old->source_checksum;
	migration->record.depends = old->depends;
	migration->record.statements = old->statements;
	migration->record.duration_us = old->duration_us;
	migration->record.applied_by = old->applied_by;
	migration->record.runner = old->runner;
	migration->record.error = old->error;
}

static bool write_undone(struct migration *migration, struct failure *failure)
{
	struct database *db = migration->execution->db;

	if (!migration->journaled && migration->item->half_done)
		return true;
	if (migration->replay.count)
		return boundary_note(migration, failure);
	if (migration->journaled && !record_steps_forget(db, &migration->record, failure))
		return false;
	if (migration->direction == DIRECTION_RUN && !migration->item->half_done) {
		migration->record.state = RECORD_FAILED;
		migration->record.statements = 0;
	} else if (!migration->journaled || !migration->item->record) {
		return true;
	} else {
		restore_record(migration);
	}
	return record_write(db, &migration->record, failure);
}

static bool write_partial(struct migration *migration, struct failure *failure)
{
	struct database *db = migration->execution->db;
	const struct step_record step = {
		.step = migration->steps,
		.state = "ended",
		.site = migration->failed_site,
		.sql = migration->failed_sql,
	};

	if (!boundary_note(migration, failure))
		return false;
	/* The transaction was ended by something that no rule knew: there is no step of it yet. */
	if (migration->failure.kind == FAILURE_NO_SAVEPOINT &&
	    !record_step_start(db, &migration->record, &step, migration->replay.again, failure))
		return false;
	migration->record.state = RECORD_FAILED;
	migration->record.direction = migration->direction;
	migration->record.statements = migration->kept;
	return record_write(db, &migration->record, failure);
}

/* What only a person can settle stays as it was, its error too; glim_log has the new one. */
static bool write_after(struct migration *migration, enum execution_after after,
			struct failure *failure)
{
	const struct record *old = migration->item->record;

	if (migration->for_person && old)
		migration->record.error = old->error;
	return after == AFTER_PARTIAL ? write_partial(migration, failure)
				      : write_undone(migration, failure);
}

static bool write_failure(struct migration *migration, enum execution_after after)
{
	struct database *db = migration->execution->db;
	struct transaction *transaction = &migration->transaction;
	struct failure failure = { 0 };
	char *reason = reason_record(migration);
	bool done;

	migration->record.timed = false;
	migration->record.duration_us = clock_elapsed() - migration->began;
	migration->record.error = reason;
	done = transaction_open_plain(transaction, &failure) && session_own(migration, &failure) &&
	       record_log(db, &migration->record, "failed", migration->execution->reason,
			  &failure) &&
	       write_after(migration, after, &failure) &&
	       transaction_check(transaction, &failure) &&
	       transaction_commit(transaction, &failure);
	if (!done)
		transaction_undo(transaction);
	failure_finish(&failure);
	migration->record.error = NULL;
	free(reason);
	return done;
}

static bool reach_again(struct migration *migration)
{
	struct execution *execution = migration->execution;
	struct history *history;

	if (migration->overtaken)
		return false;
	if (migration->failure.kind != FAILURE_LOST && execution->db->session)
		return true;
	migration->transaction.open = false;
	history = comeback(execution, COMEBACK_RECORD);
	if (!history)
		return false;
	comeback_look(migration, history);
	history_destroy(history);
	return !migration->overtaken;
}

/* A boundary that was the first step and was refused as a whole has left nothing. */
static enum execution_after what_is_left(const struct migration *migration)
{
	const bool refused = migration->boundary == migration->steps && migration->boundary_state &&
			     migration->refused_whole &&
			     strcmp(migration->boundary_state, "forgiven") != 0;

	if (!migration->journaled)
		return AFTER_UNDONE;
	return migration->kept == 0 && refused ? AFTER_UNDONE : AFTER_PARTIAL;
}

void finish_badly(struct migration *migration, struct execution_result *result, struct error *error)
{
	bool reached, recorded;

	migration->execution->db->finishing = true;
	migration->journaled |= migration->failure.kind == FAILURE_NO_SAVEPOINT;
	if (!group_leave(migration))
		transaction_undo(&migration->transaction);
	result->step = migration->failed_step ? migration->failed_step : migration->steps;
	if (error->code == ERROR_NONE) {
		reached = reach_again(migration);
		result->after = migration->overtaken || (!reached && migration->row_sent)
					? AFTER_UNKNOWN
					: what_is_left(migration);
		recorded = reached && write_failure(migration, result->after);
		reason_explain(migration, error);
		reason_state(migration, result->after, recorded, error);
	} else {
		result->after = AFTER_UNKNOWN;
		error_line(&error->state, "whether %s is %s is not known", migration->name,
			   migration->direction == DIRECTION_RUN ? "applied" : "rolled back");
		error_next(error, "when the database answers again: glim migration:status");
	}
	group_settle(migration, false);
	migration->execution->db->finishing = false;
}
