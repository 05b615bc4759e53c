#include "execute/migration.h"

/*
 * A statement that ends the transaction by itself. What came before it is committed together with
 * a record that says `running` and names this step, so that whatever stops us now is told
 * truthfully; only then is it sent.
 */

bool boundary_note(struct migration *migration, struct failure *failure)
{
	if (!migration->boundary)
		return true;
	if (!record_steps_set(migration->execution->db, &migration->record, migration->boundary,
			      migration->boundary_state, failure))
		return false;
	migration->boundary = 0;
	return true;
}

static bool write_running(struct migration *migration, struct failure *failure)
{
	if (migration->journaled)
		return true;
	migration->record.state = RECORD_RUNNING;
	migration->record.direction = migration->direction;
	migration->record.statements = migration->steps;
	return record_write(migration->execution->db, &migration->record, failure);
}

static bool journal_start(struct migration *migration, const char *sql, const char *site,
			  struct failure *failure)
{
	struct transaction *transaction = &migration->transaction;
	const struct step_record step = {
		.step = migration->steps,
		.state = "started",
		.site = (char *)site,
		.sql = (char *)sql,
	};

	if (!transaction_open(transaction, failure) || !boundary_note(migration, failure) ||
	    !write_running(migration, failure) ||
	    !record_step_start(migration->execution->db, &migration->record, &step, failure) ||
	    !transaction_check(transaction, failure) || !transaction_commit(transaction, failure))
		return false;
	migration->journaled = true;
	migration->record.exists = true;
	migration->kept = migration->steps - 1;
	return true;
}

bool boundary_run(struct migration *migration, const char *sql, const glim_value *values,
		  size_t count, const char *site, const struct row_sink *sink,
		  struct failure *failure)
{
	struct execution *execution = migration->execution;
	bool done;

	if (!journal_start(migration, sql, site, failure))
		return false;
	done = database_execute(execution->db, sql, values, count, sink, &migration->last, failure);
	if (statement_has_word(&execution->db->dialect->lexis, sql, "ENGINE"))
		plain_tables_forget(execution);
	if (!done && failure->kind == FAILURE_LOST)
		return false;
	migration->boundary = migration->steps;
	migration->boundary_state = done ? "done" : "failed";
	if (done)
		migration->kept = migration->steps;
	return done;
}
