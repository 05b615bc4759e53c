#include <stdlib.h>
#include <string.h>

#include "base/chaos.h"
#include "catalog/checksum.h"
#include "execute/bulk.h"
#include "execute/key.h"
#include "execute/migration.h"
#include "execute/rehearse.h"
#include "execute/step.h"
#include "execute/tell.h"

static const char *const own_tables[] = { "glim_migrations", "glim_steps", "glim_log" };

/* A guest's rows go from the driver into its socket, and into the journal. */
struct row_path {
	struct host_rows *rows; /* NULL: nobody wants them */
	struct journal *journal;
};

static bool pass_columns(void *data, size_t count, const char *const *names)
{
	struct row_path *path = data;

	journal_add_columns(path->journal, count, names);
	return path->rows->columns(path->rows, count, names);
}

static bool pass_row(void *data, size_t count, const glim_value *values)
{
	struct row_path *path = data;

	journal_add_row(path->journal, count, values);
	return path->rows->row(path->rows, count, values);
}

bool step_is_write(const struct lexis *lexis, const char *sql)
{
	static const char *const words[] = { "INSERT", "UPDATE", "DELETE",   "REPLACE", "MERGE",
					     "COPY",   "CALL",   "TRUNCATE", "ALTER",   "DROP",
					     "RENAME", "CREATE", "LOAD" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (statement_has_word(lexis, sql, words[i]))
			return true;
	return false;
}

static bool touches_history(const struct lexis *lexis, const char *sql)
{
	return strcasestr(sql, "glim_") &&
	       statement_names_any(lexis, sql, own_tables,
				   sizeof own_tables / sizeof *own_tables) &&
	       step_is_write(lexis, sql);
}

static bool leaves_schema(const struct migration *migration, const char *sql)
{
	const struct database *db = migration->execution->db;
	const struct dialect *dialect = db->dialect;

	return dialect->leaves_schema && db->server.schema &&
	       dialect->leaves_schema(&dialect->lexis, sql, db->server.schema);
}

/* What is refused before anything is sent. */
static bool check(struct migration *migration, const char *sql, const char *site,
		  enum statement_class class)
{
	const struct lexis *lexis = &migration->execution->db->dialect->lexis;
	const char *why = NULL;

	if (!statement_is_single(lexis, sql, &why))
		return migration_misuse(migration, site, sql,
					"%s; glim_script() takes many statements",
					why ? why : "this is more than one statement");
	if (class == STATEMENT_CONTROL)
		return migration_misuse(
			migration, site, sql,
			"transactions and the runner's lock are the runner's own: use "
			"glim_begin(), glim_commit() and glim_rollback()");
	if (leaves_schema(migration, sql))
		return migration_misuse(migration, site, sql,
					"the history is in %s, which has to stay the session's "
					"schema: name what is elsewhere with its own (other.table)",
					migration->execution->db->server.schema);
	if (touches_history(lexis, sql))
		return migration_misuse(migration, site, sql,
					"the history is written by the runner only");
	if (class == STATEMENT_BOUNDARY && migration->transaction.depth > 0)
		return migration_misuse(migration, site, sql,
					"this statement ends the transaction by itself; it cannot "
					"stand between glim_begin() and its end");
	if (class == STATEMENT_BOUNDARY && bulk_is_open(migration))
		return bulk_hinders(migration, site, sql,
				    "this statement ends the transaction by itself");
	return true;
}

/* Which names those are is asked behind what waits: it may have made one. */
static bool is_plain(struct migration *migration, const char *sql)
{
	const struct dialect *dialect = migration->execution->db->dialect;

	if (!dialect->plain_tables || !step_is_write(&dialect->lexis, sql))
		return false;
	if (!migration->execution->plain_tables_known && !migration->rehearsal &&
	    !migration->travels)
		pending_flush(migration);
	return migration->status == GLIM_OK && plain_table_named(migration->execution, sql);
}

static enum statement_class classify(struct migration *migration, const char *sql, bool *plain)
{
	const struct dialect *dialect = migration->execution->db->dialect;
	enum statement_class class = statement_classify(&dialect->lexis, dialect->rules, sql);

	*plain = class == STATEMENT_TRANSACTIONAL && is_plain(migration, sql);
	return *plain ? STATEMENT_BOUNDARY : class;
}

static bool is_lost(const struct failure *failure)
{
	return failure->kind == FAILURE_LOST || failure->kind == FAILURE_CONFLICT ||
	       failure->kind == FAILURE_CANCELLED || failure->kind == FAILURE_NO_SAVEPOINT;
}

bool step_failed_around(struct failure *failure, bool may_fail)
{
	if (may_fail && !is_lost(failure))
		failure->kind = FAILURE_CONFLICT;
	return false;
}

/* A full disk, or a lock that never comes, makes some databases undo all of it by themselves. */
void step_take_back(struct transaction *transaction, struct failure *failure)
{
	const bool undoes_all = failure->kind == FAILURE_FULL || failure->kind == FAILURE_LOCK_WAIT;
	struct failure ignored = { 0 };

	if (!is_lost(failure) && !transaction_undo_nested(transaction, &ignored))
		failure->kind = !undoes_all && is_lost(&ignored) ? ignored.kind : FAILURE_CONFLICT;
	failure_finish(&ignored);
}

/* A step that may fail gets a savepoint, so that the transaction goes on as if it had not been. */
bool step_run_inside(struct migration *migration, const char *sql, const glim_value *values,
		     size_t count, const struct row_sink *sink, bool may_fail,
		     struct failure *failure)
{
	struct transaction *transaction = &migration->transaction;

	if (!transaction_open(transaction, failure) ||
	    (may_fail && !transaction_begin_nested(transaction, failure)) ||
	    !database_flush(migration->execution->db, failure))
		return step_failed_around(failure, may_fail);
	if (!database_execute(migration->execution->db, sql, values, count, sink, &migration->last,
			      failure)) {
		if (may_fail)
			step_take_back(transaction, failure);
		return false;
	}
	return !may_fail || transaction_commit_nested(transaction, failure) ||
	       step_failed_around(failure, may_fail);
}

static bool fail(struct migration *migration, struct failure *failure, const char *site,
		 const char *sql, bool may_fail, int *code)
{
	if (step_was_never_made(migration, sql, failure)) {
		migration->last = (struct outcome){ 0 };
		if (migration->boundary == migration->steps) {
			migration->boundary_state = "done";
			migration->kept = migration->steps;
		}
		failure_finish(failure);
		return true;
	}
	if (may_fail && !is_lost(failure)) {
		*code = failure->native ? failure->native : -1;
		failure_finish(failure);
		return true;
	}
	*code = -1;
	return migration_stick(migration, GLIM_ERROR, failure, site, sql);
}

bool step_check_marks(struct migration *migration, const char *sql, size_t count, const char *site)
{
	struct text ignored = { 0 };
	size_t marks;

	if (!count)
		return true;
	marks = statement_marks(&migration->execution->db->dialect->lexis, sql, '?', &ignored);
	text_finish(&ignored);
	return marks == count ||
	       migration_misuse(migration, site, sql, "%zu marks, but %zu values", marks, count);
}

/* A drop of what was never made may be refused; the transaction has to outlive that. */
static bool needs_savepoint(const struct migration *migration, bool may_fail)
{
	return may_fail || (migration->bears_missing &&
			    migration->execution->db->dialect->failure_ends_transaction);
}

static bool execute(struct migration *migration, const struct step *step,
		    const struct row_sink *sink, struct failure *failure)
{
	const bool may_fail = step->request->kind == WIRE_TRY;
	const struct boundary boundary = {
		.sql = step->sql,
		.hash = step->hash,
		.site = step->site,
		.values = step->values,
		.count = step->count,
		.plain = step->plain,
		.may_fail = may_fail,
	};

	if (step->class == STATEMENT_BOUNDARY)
		return boundary_run(migration, &boundary, sink, failure);
	journal_add_step(&migration->journal, step->hash, step->sql);
	return step_run_inside(migration, step->sent ? step->sent : step->sql, step->values,
			       step->count, sink, needs_savepoint(migration, may_fail), failure);
}

static bool is_used_after_commit(const struct dialect *dialect, const char *sql)
{
	const char *const *word = dialect->used_after_commit;

	while (word && *word && statement_has_word(&dialect->lexis, sql, *word))
		word++;
	return word && !*word;
}

/* Of those that travel together each is known to need no answer; this one is executed alone. */
static bool stay_behind(struct migration *migration)
{
	migration->status = GLIM_ERROR;
	return false;
}

static bool send(struct migration *migration, struct step *step, int *code)
{
	struct row_path path = { step->rows, &migration->journal };
	const struct selection *selection = step->request->selection;
	const struct row_sink sink = {
		.columns = pass_columns,
		.row = pass_row,
		.data = &path,
		.exact = true,
		.along_index = selection && key_gives_order(migration, selection),
	};
	struct failure failure = { 0 };
	char *exact;
	bool done;

	if (!step_check_marks(migration, step->sql, step->count, step->site))
		return false;
	if (statement_has_word(&migration->execution->db->dialect->lexis, step->sql, "PROCEDURE")) {
		/* Which ones end transactions is asked behind it. */
		if (migration->travels)
			return stay_behind(migration);
		plain_tables_forget(migration->execution);
	}
	migration->used_after_commit |=
		migration->transaction.shared &&
		is_used_after_commit(migration->execution->db->dialect, step->sql);
	migration->asks_id = step_is_write(&migration->execution->db->dialect->lexis, step->sql);
	step->told_apart = pending_takes(migration, step);
	if (step->told_apart)
		return pending_add(migration, step);
	if (migration->travels)
		return stay_behind(migration);
	step->told_apart = !pending_flush(migration);
	if (step->told_apart)
		return false;
	migration->last = (struct outcome){ 0 };
	done = execute(migration, step, step->rows ? &sink : NULL, &failure);
	session_note(migration, step);
	if (done)
		return true;
	exact = step_exact_site(migration, step->site, step->sql, &failure);
	done = fail(migration, &failure, exact, step->sql, step->request->kind == WIRE_TRY, code);
	free(exact);
	if (!done && migration->status != GLIM_OK && step->class != STATEMENT_BOUNDARY)
		journal_add_failure(&migration->journal, migration->status, migration->message);
	return done;
}

static bool answer(struct migration *migration, struct step *step, int *code)
{
	switch (replay_step(migration, step->sql, step->hash, step->site, step->rows, code)) {
	case REPLAY_ANSWERED:
		return (*code || !session_is_set_by(migration, step) ||
			session_set_again(migration, step)) &&
		       (migration->replay.active || session_restore(migration, step));
	case REPLAY_AGAIN:
		return (replay_was_refused(&migration->replay) ||
			!session_is_set_by(migration, step) ||
			session_set_again(migration, step)) &&
		       migration->replay.status == GLIM_OK;
	case REPLAY_LIVE:
		return session_restore(migration, step) && send(migration, step, code);
	case REPLAY_STOPPED:
		break;
	}
	return false;
}

static bool rehearse(struct migration *migration, const struct step *step, int *code)
{
	const struct rehearsal_step shown = {
		.sql = step->sql,
		.values = step->values,
		.count = step->count,
		.site = step->site,
		.class = step->class,
		.reads = step->rows != NULL,
		.may_fail = step->request->kind == WIRE_TRY,
	};

	return rehearse_step(migration, &shown, step->rows, code);
}

static bool take(struct migration *migration, struct step *step, int *code)
{
	const struct dialect *dialect = migration->execution->db->dialect;

	*code = 0;
	step->class = classify(migration, step->sql, &step->plain);
	if (migration->status != GLIM_OK)
		return false;
	step->changes_session =
		statement_changes_session(&dialect->lexis, dialect->rules, step->sql);
	if (!check(migration, step->sql, step->site, step->class))
		return false;
	if (!journal_hash(step->sql, step->values, step->count, step->hash))
		return migration_misuse(migration, step->site, step->sql, "%s", checksum_problem());
	if (migration->rehearsal)
		return rehearse(migration, step, code);
	return migration->replay.active ? answer(migration, step, code)
					: send(migration, step, code);
}

static bool begin(struct migration *migration, const struct host_request *request, char **site)
{
	if (migration_cancelled(migration))
		return false;
	CHAOS_POINT("step");
	migration->steps++;
	if (!migration->travels)
		progress_step(migration->execution->progress, migration->steps);
	*site = step_site(request);
	return true;
}

bool step_run(struct migration *migration, const struct host_request *request, const char *sql,
	      const glim_value *values, size_t count, struct host_rows *rows, int *code)
{
	return step_run_as(migration, request, sql, NULL, values, count, rows, code);
}

bool step_run_as(struct migration *migration, const struct host_request *request, const char *sql,
		 const char *sent, const glim_value *values, size_t count, struct host_rows *rows,
		 int *code)
{
	struct step step = {
		.request = request,
		.sql = sql,
		.sent = sent,
		.values = values,
		.count = count,
		.rows = rows,
	};
	uint32_t number;
	bool done;

	*code = -1;
	if (!begin(migration, request, &step.site))
		return false;
	number = migration->steps;
	step.began = tell_step_start(migration, &step);
	done = take(migration, &step, code);
	if (!step.told_apart)
		tell_step_end(migration, number, done && *code == 0, step.began);
	if (!done)
		*code = -1;
	free(step.site);
	return done;
}

bool step_open(struct migration *migration, const struct host_request *request, struct step *step)
{
	step->request = request;
	if (!begin(migration, request, &step->site))
		return false;
	step->began = tell_step_start(migration, step);
	step->class = classify(migration, step->sql, &step->plain);
	if (migration->status != GLIM_OK)
		return false;
	if (step->plain)
		return migration_misuse(
			migration, step->site, step->sql,
			"the engine of this table has no transactions, and rows that "
			"are written in bulk could not be taken back: glim_exec() "
			"writes to it");
	return check(migration, step->sql, step->site, step->class) &&
	       (journal_hash(step->sql, NULL, 0, step->hash) ||
		migration_misuse(migration, step->site, step->sql, "%s", checksum_problem()));
}
