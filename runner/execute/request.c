#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/backfill.h"
#include "execute/bulk.h"
#include "execute/migration.h"
#include "execute/rehearse.h"
#include "execute/scan.h"
#include "execute/step.h"
#include "script/script.h"

typedef bool handler(struct migration *, const struct host_request *, struct host_rows *,
		     int *code);

static char *site_of(const struct host_request *request)
{
	return request->file ? memory_format("%s:%u", request->file, request->line) : NULL;
}

static bool run_text(struct migration *migration, const struct host_request *request,
		     struct text *sql, const glim_value *values, size_t count,
		     struct host_rows *rows, int *code)
{
	bool done = step_run(migration, request, text_get(sql), values, count, rows, code);

	text_finish(sql);
	return done;
}

static bool do_statement(struct migration *migration, const struct host_request *request,
			 struct host_rows *rows, int *code)
{
	return step_run(migration, request, request->sql, request->values, request->count, rows,
			code);
}

/* The places of SQL migrations are those in their file. */
static bool cut_script(struct migration *migration, const struct host_request *request,
		       struct statement_list *list)
{
	const struct lexis *lexis = &migration->execution->db->dialect->lexis;
	const struct script *script = migration->item->entry->facts.script;
	struct script_fault fault = { 0 };
	struct statement_fault wrong = { 0 };
	char *site;

	if (script ? script_split(script, migration->direction == DIRECTION_ROLLBACK, lexis, list,
				  &fault)
		   : statement_split(lexis, request->sql, list, &wrong))
		return true;
	site = script ? memory_format("%s:%zu:%zu", script->site, fault.line, fault.column)
		      : site_of(request);
	if (script)
		migration_misuse(migration, site, NULL, "%s", fault.why);
	else
		migration_misuse(migration, site, NULL, "line %zu of the script: %s", wrong.line,
				 wrong.why);
	free(site);
	return false;
}

static bool do_script(struct migration *migration, const struct host_request *request,
		      struct host_rows *rows, int *code)
{
	struct host_request one = *request;
	struct statement_list list = { 0 };
	bool done = cut_script(migration, request, &list);

	(void)rows;
	for (size_t i = 0; done && i < list.count; i++) {
		if (migration->item->entry->facts.script) {
			one.line = (uint32_t)list.pieces[i].line;
			one.column = (uint32_t)list.pieces[i].column;
		}
		done = step_run(migration, &one, list.pieces[i].sql, NULL, 0, NULL, code);
	}
	statement_list_finish(&list);
	return done;
}

static bool do_flush(struct migration *migration, const struct host_request *request,
		     struct host_rows *rows, int *code)
{
	(void)request;
	(void)rows;
	(void)code;
	return migration->status == GLIM_OK;
}

static bool end_nested(struct migration *migration, const struct host_request *request,
		       bool (*end)(struct transaction *, struct failure *), const char *what)
{
	struct failure failure = { 0 };
	char *site = site_of(request);
	bool done;

	if (migration->transaction.depth == 0)
		done = migration_misuse(migration, site, NULL, "%s without a glim_begin()", what);
	else if (end == transaction_commit_nested && bulk_is_open(migration))
		done = bulk_hinders(migration, site, NULL, what);
	else
		done = end(&migration->transaction, &failure) ||
		       migration_stick(migration, GLIM_ERROR, &failure, site, NULL);
	free(site);
	return done;
}

static bool do_begin(struct migration *migration, const struct host_request *request,
		     struct host_rows *rows, int *code)
{
	struct failure failure = { 0 };
	char *site = site_of(request);
	bool done;

	(void)rows;
	(void)code;
	if (migration->transaction.depth >= TRANSACTION_DEPTH)
		done = migration_misuse(migration, site, NULL, "glim_begin() more than %d deep",
					TRANSACTION_DEPTH);
	else if (bulk_is_open(migration))
		done = bulk_hinders(migration, site, NULL, "glim_begin()");
	else
		done = transaction_begin_nested(&migration->transaction, &failure) ||
		       migration_stick(migration, GLIM_ERROR, &failure, site, NULL);
	free(site);
	return done;
}

static bool do_commit(struct migration *migration, const struct host_request *request,
		      struct host_rows *rows, int *code)
{
	const bool done =
		end_nested(migration, request, transaction_commit_nested, "glim_commit()");

	(void)rows;
	(void)code;
	if (migration->transaction.depth == 0)
		migration->set_inside = false;
	return done;
}

/* The only call that works after a failure; it makes the failure forgivable. */
static bool do_rollback(struct migration *migration, const struct host_request *request,
			struct host_rows *rows, int *code)
{
	bool done = end_nested(migration, request, transaction_undo_nested, "glim_rollback()");

	session_note_undone(migration);
	bulk_forget_all(migration);
	(void)rows;
	(void)code;
	if (done)
		migration->forgivable = true;
	else
		migration->gone = true;
	return done && migration->status == GLIM_OK;
}

static bool do_clear(struct migration *migration, const struct host_request *request,
		     struct host_rows *rows, int *code)
{
	(void)rows;
	(void)code;
	(void)request;
	if (migration->status == GLIM_OK)
		return true;
	if (!migration->forgivable || migration->gone || migration->status != GLIM_ERROR)
		return false;
	migration_forgive(migration);
	return true;
}

static bool do_create_table(struct migration *migration, const struct host_request *request,
			    struct host_rows *rows, int *code)
{
	const struct dialect *dialect = migration->execution->db->dialect;
	char *problem = model_problem(request->model);
	struct text sql = { 0 };
	bool done;

	(void)rows;
	if (problem) {
		done = migration_misuse(migration, NULL, NULL, "the model %s: %s",
					request->model->name, problem);
		free(problem);
		return done;
	}
	dialect->create_table(&sql, request->model);
	done = run_text(migration, request, &sql, NULL, 0, NULL, code);
	for (size_t n = 0; done && dialect->create_index(&sql, request->model, n); n++)
		done = run_text(migration, request, &sql, NULL, 0, NULL, code);
	text_finish(&sql);
	return done;
}

static bool do_drop_table(struct migration *migration, const struct host_request *request,
			  struct host_rows *rows, int *code)
{
	struct text sql = { 0 };

	(void)rows;
	text_add(&sql, "DROP TABLE ");
	dialect_add_name(migration->execution->db->dialect, &sql, request->model->table);
	return run_text(migration, request, &sql, NULL, 0, NULL, code);
}

static bool do_add(struct migration *migration, const struct host_request *request,
		   struct host_rows *rows, int *code)
{
	glim_value *values = memory_alloc(request->count * sizeof *values);
	bool *present = memory_alloc(request->count * sizeof *present);
	struct text sql = { 0 };
	size_t count = 0;
	bool done;

	(void)rows;
	for (size_t i = 0; i < request->count; i++) {
		present[i] = request->values[i].type != GLIM_TYPE_END;
		if (present[i])
			values[count++] = request->values[i];
	}
	dialect_insert(migration->execution->db->dialect, &sql, request->model, present);
	done = run_text(migration, request, &sql, values, count, NULL, code);
	free(values);
	free(present);
	return done;
}

/* The values of the key, or of all but the key, in the order of the columns. */
static size_t pick(const struct host_request *request, bool key, glim_value *values)
{
	size_t count = 0;

	for (size_t i = 0; i < request->count; i++)
		if (request->model->columns[i].primary_key == key)
			values[count++] = request->values[i].type == GLIM_TYPE_END
						  ? glim_null()
						  : request->values[i];
	return count;
}

static bool by_key(struct migration *migration, const struct host_request *request, bool update,
		   int *code)
{
	const struct dialect *dialect = migration->execution->db->dialect;
	glim_value *values;
	struct text sql = { 0 };
	size_t count = 0;
	bool done;

	if (!model_key_count(request->model))
		return migration_misuse(migration, NULL, NULL, "the model %s has no primary key",
					request->model->name);
	values = memory_alloc(request->count * sizeof *values);
	if (update)
		count = pick(request, false, values);
	count += pick(request, true, values + count);
	(update ? dialect_update : dialect_delete)(dialect, &sql, request->model);
	done = run_text(migration, request, &sql, values, count, NULL, code);
	free(values);
	return done;
}

static bool do_update(struct migration *migration, const struct host_request *request,
		      struct host_rows *rows, int *code)
{
	(void)rows;
	return by_key(migration, request, true, code);
}

static bool do_remove(struct migration *migration, const struct host_request *request,
		      struct host_rows *rows, int *code)
{
	(void)rows;
	return by_key(migration, request, false, code);
}

static bool do_select(struct migration *migration, const struct host_request *request,
		      struct host_rows *rows, int *code)
{
	struct text sql = { 0 };

	dialect_select(migration->execution->db->dialect, &sql, request->model, request->sql);
	return run_text(migration, request, &sql, request->values, request->count, rows, code);
}

static const struct {
	handler *handle;
	bool after_failure;
	bool has_row; /* one value a column */
	bool waits;   /* for an answer, which the journal keeps */
	bool asks;    /* nothing is sent: a replay answers it from the journal alone */
} handlers[] = {
	[WIRE_EXEC] = { do_statement, false, false, false, false },
	[WIRE_TRY] = { do_statement, false, false, true, false },
	[WIRE_QUERY] = { do_statement, false, false, true, false },
	[WIRE_SCRIPT] = { do_script, false, false, false, false },
	[WIRE_FLUSH] = { do_flush, true, false, true, true },
	[WIRE_BEGIN] = { do_begin, false, false, true, true },
	[WIRE_COMMIT] = { do_commit, false, false, true, true },
	[WIRE_ROLLBACK] = { do_rollback, true, false, true, true },
	[WIRE_CLEAR] = { do_clear, true, false, true, true },
	[WIRE_CREATE_TABLE] = { do_create_table, false, false, false, false },
	[WIRE_DROP_TABLE] = { do_drop_table, false, false, false, false },
	[WIRE_ADD] = { do_add, false, true, false, false },
	[WIRE_UPDATE] = { do_update, false, true, false, false },
	[WIRE_REMOVE] = { do_remove, false, true, false, false },
	[WIRE_SELECT] = { do_select, false, false, true, false },
	[WIRE_SCAN] = { scan_read_page, false, false, true, false },
	[WIRE_BULK_OPEN] = { bulk_open, false, false, false, false },
	[WIRE_BULK_ROWS] = { bulk_write_rows, false, false, false, false },
	[WIRE_BACKFILL] = { backfill_start, false, false, false, false },
	[WIRE_BACKFILL_PAGE] = { backfill_go_on, false, false, false, false },
	[WIRE_BULK_CLOSE] = { bulk_close, false, false, true, false },
};

static bool is_known(enum wire_kind kind)
{
	return kind < sizeof handlers / sizeof *handlers && handlers[kind].handle;
}

static bool handle(struct migration *migration, const struct host_request *request,
		   struct host_rows *rows, int *code)
{
	const int status = migration->replay.active ? migration->replay.status : GLIM_OK;

	if (!is_known(request->kind))
		return migration_misuse(migration, NULL, NULL, "an unknown request");
	if (handlers[request->kind].waits)
		pending_flush(migration);
	if ((migration->status != GLIM_OK || status != GLIM_OK) &&
	    !handlers[request->kind].after_failure)
		return false;
	if (handlers[request->kind].has_row &&
	    (!request->model || request->count != request->model->count))
		return migration_misuse(migration, NULL, NULL, "a row without its model");
	if (migration->backfill && request->kind != WIRE_BACKFILL_PAGE)
		return migration_misuse(migration, NULL, NULL,
					"something else is asked in the midst of a backfill");
	if (migration->replay.active && request->kind == WIRE_ROLLBACK)
		bulk_forget_all(migration);
	if (migration->replay.active && handlers[request->kind].asks)
		return true;
	if (migration->rehearsal && !migration->rehearsal->transaction &&
	    handlers[request->kind].asks)
		return rehearse_savepoint(migration, request->kind);
	return handlers[request->kind].handle(migration, request, rows, code);
}

static struct host_reply reply_of(const struct migration *migration, bool done, int code)
{
	const struct replay *replay = &migration->replay;
	const bool then = migration->status == GLIM_OK && replay->active;
	struct host_reply reply = {
		.status = then ? replay->status : migration->status,
		.code = code,
		.changes = migration->last.changes,
		.last_id = migration->last.last_id,
		.message = then ? replay->message : migration->message,
	};

	if (!done && reply.status == GLIM_OK)
		reply.status = GLIM_ERROR;
	return reply;
}

void migration_request(void *data, const struct host_request *request, struct host_rows *rows,
		       struct host_reply *reply)
{
	struct migration *migration = data;
	int code = 0;
	bool done = handle(migration, request, rows, &code);

	if (!done && request->kind == WIRE_TRY)
		code = -1;
	if (is_known(request->kind) && handlers[request->kind].waits && !migration->replay.active)
		session_ask_id(migration);
	*reply = reply_of(migration, done, code);
	if (!is_known(request->kind) || !handlers[request->kind].waits)
		return;
	if (!migration->replay.active)
		journal_add_reply(&migration->journal, request->kind, reply);
	else if (migration->status == GLIM_OK && !replay_reply(migration, request->kind, reply))
		*reply = reply_of(migration, false, -1);
}

bool migration_waits(void *data)
{
	const struct migration *migration = data;

	return migration->pending.count && !migration->execution->db->executing;
}

void migration_idle(void *data, struct host_reply *reply)
{
	struct migration *migration = data;

	*reply = reply_of(migration, pending_flush(migration), 0);
}
