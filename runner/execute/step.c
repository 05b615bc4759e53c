#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/migration.h"

static const char *const own_tables[] = { "glim_migrations", "glim_steps", "glim_log" };

/* A guest's rows go from the driver into its socket. */
static bool pass_columns(void *data, size_t count, const char *const *names)
{
	struct host_rows *rows = data;

	return rows->columns(rows, count, names);
}

static bool pass_row(void *data, size_t count, const glim_value *values)
{
	struct host_rows *rows = data;

	return rows->row(rows, count, values);
}

static bool is_write(const struct lexis *lexis, const char *sql)
{
	static const char *const words[] = { "INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE",
					     "ALTER",  "DROP",   "RENAME", "CREATE" };

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
	       is_write(lexis, sql);
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
		return migration_misuse(migration, site, sql,
					"the transaction is the runner's own: use glim_begin(), "
					"glim_commit() and glim_rollback()");
	if (touches_history(lexis, sql))
		return migration_misuse(migration, site, sql,
					"the history is written by the runner only");
	if (class == STATEMENT_BOUNDARY && migration->transaction.depth > 0)
		return migration_misuse(migration, site, sql,
					"this statement ends the transaction by itself; it cannot "
					"stand between glim_begin() and its end");
	return true;
}

static enum statement_class classify(struct migration *migration, const char *sql)
{
	const struct dialect *dialect = migration->execution->db->dialect;
	enum statement_class class = statement_classify(&dialect->lexis, dialect->rules, sql);

	if (class == STATEMENT_TRANSACTIONAL && dialect->plain_tables &&
	    is_write(&dialect->lexis, sql) && plain_table_named(migration->execution, sql))
		return STATEMENT_BOUNDARY;
	return class;
}

/* A step that may fail gets a savepoint, so that the transaction goes on as if it had not been. */
static bool run_inside(struct migration *migration, const char *sql, const glim_value *values,
		       size_t count, const struct row_sink *sink, bool may_fail,
		       struct failure *failure)
{
	struct transaction *transaction = &migration->transaction;
	struct failure ignored = { 0 };

	if (!transaction_open(transaction, failure) ||
	    (may_fail && !transaction_begin_nested(transaction, failure)))
		return false;
	if (!database_execute(migration->execution->db, sql, values, count, sink, &migration->last,
			      failure)) {
		if (may_fail && !transaction_undo_nested(transaction, &ignored))
			failure->kind = FAILURE_CONFLICT;
		failure_finish(&ignored);
		return false;
	}
	return !may_fail || transaction_commit_nested(transaction, failure);
}

/* While a half-done migration is undone, taking away what was never made counts as done. */
static bool was_never_made(struct migration *migration, const struct failure *failure)
{
	if (!migration->item->half_done || migration->direction != DIRECTION_ROLLBACK ||
	    !dialect_is_missing_object(migration->execution->db->dialect, failure->native))
		return false;
	output_note(migration->execution->output, "%s: step %u had nothing to undo: %s",
		    migration->name, migration->steps, failure->message);
	return true;
}

static bool is_lost(const struct failure *failure)
{
	return failure->kind == FAILURE_LOST || failure->kind == FAILURE_CONFLICT ||
	       failure->kind == FAILURE_CANCELLED || failure->kind == FAILURE_NO_SAVEPOINT;
}

static bool fail(struct migration *migration, struct failure *failure, const char *site,
		 const char *sql, bool may_fail, int *code)
{
	if (was_never_made(migration, failure)) {
		migration->last = (struct outcome){ 0 };
		migration->boundary_state = "done";
		failure_finish(failure);
		return true;
	}
	if (may_fail && !is_lost(failure)) {
		*code = failure->native ? failure->native : -1;
		failure_finish(failure);
		return true;
	}
	*code = -1;
	return migration_stick(migration,
			       failure->kind == FAILURE_CANCELLED ? GLIM_CANCELLED : GLIM_ERROR,
			       failure, site, sql);
}

/* `sql` with the marks that the values need; NULL: their number is wrong. */
static char *bind_marks(struct migration *migration, const char *sql, size_t count,
			const char *site)
{
	struct text bound = { 0 };
	size_t marks;

	if (!count)
		return memory_copy(sql);
	marks = statement_marks(&migration->execution->db->dialect->lexis, sql, '?', &bound);
	if (marks == count)
		return text_take(&bound);
	text_finish(&bound);
	migration_misuse(migration, site, sql, "%zu marks, but %zu values", marks, count);
	return NULL;
}

static bool send(struct migration *migration, const struct host_request *request, const char *sql,
		 const glim_value *values, size_t count, struct host_rows *rows, const char *site,
		 enum statement_class class, int *code)
{
	const struct row_sink sink = { pass_columns, pass_row, rows };
	const bool may_fail = request->kind == WIRE_TRY;
	struct failure failure = { 0 };
	char *bound = bind_marks(migration, sql, count, site);
	bool done;

	if (!bound)
		return false;
	migration->last = (struct outcome){ 0 };
	migration->session_changed |= class == STATEMENT_SESSION;
	done = class == STATEMENT_BOUNDARY ? boundary_run(migration, bound, values, count, site,
							  rows ? &sink : NULL, &failure)
					   : run_inside(migration, bound, values, count,
							rows ? &sink : NULL, may_fail, &failure);
	free(bound);
	return done || fail(migration, &failure, site, sql, may_fail, code);
}

bool step_run(struct migration *migration, const struct host_request *request, const char *sql,
	      const glim_value *values, size_t count, struct host_rows *rows, int *code)
{
	enum statement_class class;
	char *site;
	bool done;

	*code = -1;
	if (migration_cancelled(migration))
		return false;
	migration->steps++;
	class = classify(migration, sql);
	site = request->file ? memory_format("%s:%u", request->file, request->line) : NULL;
	*code = 0;
	done = check(migration, sql, site, class) &&
	       send(migration, request, sql, values, count, rows, site, class, code);
	if (!done)
		*code = -1;
	free(site);
	return done;
}
