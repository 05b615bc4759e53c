#include "command/batch.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/chaos.h"
#include "base/clock.h"
#include "base/memory.h"
#include "catalog/archive.h"
#include "command/batch_event.h"
#include "command/batch_tell.h"
#include "command/command.h"
#include "command/dump.h"
#include "command/hooks.h"
#include "command/plugins.h"
#include "command/settings.h"
#include "command/sources.h"
#include "command/who.h"
#include "history/writable.h"
#include "interrupt/interrupt.h"
#include "lock/lock.h"
#include "overview/drift.h"

static void batch_close(struct batch *batch)
{
	consent_finish(&batch->agreement);
	batch_document_finish(&batch->document);
	progress_destroy(batch->execution.progress);
	execution_finish(&batch->execution);
	host_destroy(batch->execution.host);
	plan_destroy(batch->plan);
	history_destroy(batch->history);
	consent_keep_alive(batch->options, NULL);
	database_close(batch->db);
	catalog_destroy(batch->catalog);
	config_destroy(batch->config);
	free(batch->by);
	free(batch->redone);
	held_finish(&batch->held);
}

static bool batch_open(struct batch *batch, struct error *error)
{
	struct options *options = batch->options;

	batch->config = settings_load(options, false, error);
	if (!batch->config)
		return false;
	batch->catalog = plugins_read(options, batch->config, error);
	if (!batch->catalog)
		return false;
	batch->db = database_open(batch->config, DATABASE_WRITES,
				  options->wait > 0 ? options->wait : 0, error);
	if (batch->db)
		consent_keep_alive(options, batch->db);
	if (batch->db)
		batch->by = who_full(options, batch->db->server.account);
	return batch->db != NULL;
}

static const char *newest(const struct history *history)
{
	for (size_t i = history->count; i > 0; i--)
		if (history->records[i - 1].state == RECORD_APPLIED)
			return history->records[i - 1].name;
	return NULL;
}

static struct plan_request request_of(const struct batch *batch)
{
	const struct options *options = batch->options;
	struct plan_request request = {
		.direction = batch->direction,
		.name = batch->redone ? batch->redone : options->name,
		.to = options->to,
		.count = options->count < 0 ? -1 : options->count - (long)batch->done,
		.out_of_order_stops = batch->config->out_of_order_stops,
		.again = batch->again,
		.look = drift_look,
		.look_data = batch->catalog,
	};

	if (batch->again && !request.name) {
		request.name = newest(batch->history);
		request.count = request.name ? -1 : 0;
	}
	return request;
}

/* Only the files that the plan needs are opened. */
static void inspect(const struct batch *batch)
{
	for (size_t i = 0; i < batch->catalog->count; i++)
		if (plan_wants(batch->history, &batch->request, &batch->catalog->entries[i]))
			catalog_inspect(batch->catalog, &batch->catalog->entries[i]);
}

/* To see whether there is anything to run, names are enough. What is done is planned from all of
 * it. */
static struct history *read_history(const struct batch *batch, struct error *error)
{
	struct history *history = NULL;

	if (batch->direction == DIRECTION_RUN && !batch->prepared)
		history = history_glance(batch->db);
	return history ? history : history_read(batch->db, error);
}

static bool make_plan(struct batch *batch, struct error *error)
{
	plan_destroy(batch->plan);
	history_destroy(batch->history);
	batch->plan = NULL;
	batch->history = read_history(batch, error);
	if (!batch->history || !history_require(batch->history, batch->db, error))
		return false;
	batch->request = request_of(batch);
	inspect(batch);
	batch->plan = plan_make(batch->catalog, batch->history, &batch->request, error);
	return batch->plan != NULL;
}

static bool plan_locked(struct batch *batch, struct error *error)
{
	if (!lock_take(batch->db, batch->config->lock_timeout, &batch->options->output, error) ||
	    !make_plan(batch, error))
		return false;
	batch->execution.journal_empty = history_journal_empty(batch->db);
	return true;
}

/* What looks broken off may be under way: only who has the lock can tell. */
static bool is_in_doubt(const struct batch *batch, const struct error *error)
{
	const struct plan *plan = batch->plan;

	if (error->code == ERROR_INTERRUPTED)
		return true;
	return batch->direction == DIRECTION_ROLLBACK && plan && plan->count &&
	       plan->items[0].half_done && plan->items[0].record->state == RECORD_RUNNING;
}

static bool has_ended_well(const struct batch *batch, bool half_done, struct error *error)
{
	const char *name;

	if (!half_done || !batch->plan->count || batch->plan->items[0].half_done)
		return false;
	name = batch_name_of(&batch->plan->items[0]);
	error_set(error, ERROR_LOCKED, "another run was at %s, and has ended well", name);
	error_line(&error->state, "%s is as that run left it; nothing was started", name);
	error_next(error, "to see it: glim migration:status");
	error_next(error, "to undo it all the same, the same command again");
	return true;
}

static bool plan_first(struct batch *batch, struct error *error)
{
	const bool planned = make_plan(batch, error);
	bool half_done;

	if (!is_in_doubt(batch, error))
		return planned;
	half_done = planned;
	error_finish(error);
	return lock_take(batch->db, batch->config->lock_timeout, &batch->options->output, error) &&
	       make_plan(batch, error) && !has_ended_well(batch, half_done, error);
}

static bool execute_one(struct batch *batch, size_t at, struct execution_result *result,
			struct error *error)
{
	const struct plan_item *item = &batch->plan->items[at];
	const bool shares = batch->execution.group.most > 1;
	struct output *output = &batch->options->output;
	bool done;

	CHAOS_POINT("planned");
	if (!shares)
		batch_announce(batch, item);
	event_migration_start(output, item, batch->direction);
	batch->execution.history = batch->history;
	batch->execution.ahead = batch->plan->count - at - 1;
	batch->execution.next = batch->execution.ahead ? item + 1 : NULL;
	done = execute_item(&batch->execution, item, batch->direction, result, error);
	batch->session_changed = result->session_changed;
	if (done && result->waits)
		return held_add(&batch->held, item, result), true;
	if (shares)
		batch_announce(batch, item);
	event_migration_end(output, item, batch->direction, result, error);
	if (!done)
		return batch_tell_failed(batch, at, result, error);
	CHAOS_POINT("done");
	batch_tell_done(batch, item, result);
	return true;
}

static bool stopped_between(struct batch *batch, size_t next, struct error *error)
{
	if (!interrupt_signal() || next >= batch->plan->count)
		return false;
	execution_settle(&batch->execution, NULL);
	error_set(error, ERROR_CANCELLED, "cancelled before %s",
		  batch_name_of(&batch->plan->items[next]));
	error->exit_code = 128 + interrupt_signal();
	error_line(&error->state, "done: %zu, not started: %zu", batch->done,
		   batch->plan->count - next);
	held_explain(&batch->held, error);
	for (size_t i = next; i < batch->plan->count; i++)
		batch_document_left(&batch->document, batch_name_of(&batch->plan->items[i]));
	return true;
}

/* A migration changed its session: the next one gets a new one, and the lock, and a new plan. */
static bool replace_session(struct batch *batch, struct error *error)
{
	return database_reopen(batch->db, error) && plan_locked(batch, error);
}

static bool execute_all(struct batch *batch, struct error *error)
{
	for (size_t i = 0; i < batch->plan->count; i++) {
		struct execution_result result;

		if (stopped_between(batch, i, error) || !execute_one(batch, i, &result, error))
			return false;
		if (!batch->session_changed || i + 1 == batch->plan->count)
			continue;
		if (!replace_session(batch, error))
			return false;
		i = (size_t)-1;
	}
	return true;
}

/* Back, and then forth, under one lock. */
static bool execute_twice(struct batch *batch, struct error *error)
{
	char *name = memory_copy(batch_name_of(&batch->plan->items[0]));

	if (!execute_all(batch, error)) {
		free(name);
		return false;
	}
	batch->redone = name;
	batch->direction = batch->document.direction = DIRECTION_RUN;
	if (batch->session_changed ? replace_session(batch, error) : make_plan(batch, error))
		return execute_all(batch, error);
	error_line(&error->state, "%s is rolled back and was not run again", name);
	batch_document_left(&batch->document, name);
	return false;
}

static bool prepare_archive(struct batch *batch, struct error *error)
{
	if ((batch->direction == DIRECTION_ROLLBACK && !batch->again) ||
	    archive_make(batch->catalog, error))
		return true;
	error_line(&error->state, "nothing was started");
	return false;
}

static char *source_of(void *data, const struct entry *entry)
{
	const struct batch *batch = data;

	return sources_file_of(batch->config, entry);
}

/* Where all is SQL there is no code that would need a process. */
static bool prepare_host(struct batch *batch, struct error *error)
{
	struct execution *execution = &batch->execution;
	size_t count = 0;

	for (size_t i = 0; i < batch->plan->count; i++)
		count +=
			batch->plan->items[i].entry && !batch->plan->items[i].entry->facts.only_sql;
	if (!count)
		return true;
	execution->host = host_create(error);
	host_prepare(execution->host, count);
	return execution->host != NULL;
}

static bool prepare(struct batch *batch, struct error *error)
{
	struct execution *execution = &batch->execution;

	batch->prepared = true;
	*execution = (struct execution){
		.db = batch->db,
		.catalog = batch->catalog,
		.output = &batch->options->output,
		.by = batch->by,
		.reason = batch->options->reason,
		.timeout = batch->config->timeout,
		.memory_limit = batch->config->memory_limit,
		.group = { .most = (size_t)batch->options->batch,
			   .transaction.db = batch->db,
			   .settled = batch_tell_settled,
			   .data = batch },
		.source_of = source_of,
		.source_data = batch,
	};
	execution->progress = progress_create(
		batch->db, &batch->options->output,
		batch->options->progress < 0 ? PROGRESS_EVERY : batch->options->progress);
	return prepare_host(batch, error) && prepare_archive(batch, error) &&
	       plan_locked(batch, error) && history_undoable(batch->db, error) &&
	       history_writable(batch->db, error);
}

static bool consent(struct batch *batch, struct error *error)
{
	if (batch->direction == DIRECTION_RUN)
		return true;
	consent_remember(&batch->agreement, batch->plan);
	return consent_protected(batch->options, batch->config->connection,
				 batch->config->connection->schema, error) &&
	       consent_rollback(batch->options, batch->plan, error);
}

static struct hooks hooks_of(const struct batch *batch)
{
	return (struct hooks){
		.config = batch->config,
		.output = &batch->options->output,
		.db = batch->db,
		.progress = batch->execution.progress,
		.command = batch->options->command->verb,
		.direction = batch->direction,
		.by = batch->by,
		.reason = batch->options->reason,
		.plan = batch->plan,
	};
}

static bool start(struct batch *batch, struct error *error)
{
	const struct hooks hooks = hooks_of(batch);

	batch->started = true;
	if (hooks_before(&hooks, error))
		return true;
	for (size_t i = 0; i < batch->plan->count; i++)
		batch_document_left(&batch->document, batch_name_of(&batch->plan->items[i]));
	return false;
}

static bool work(struct batch *batch, struct error *error)
{
	if (!batch_open(batch, error) || !plan_first(batch, error))
		return false;
	batch_say_notes(batch);
	if (batch->direction == DIRECTION_RUN)
		sources_note(batch->config, batch->catalog, batch->history,
			     &batch->options->output);
	batch_tell_start(batch);
	if (batch->plan->count == 0)
		return batch_say_nothing_to_do(batch), true;
	if (!consent(batch, error) || !prepare(batch, error))
		return false;
	/* All means all, a name means that one; only "the newest" may mean another one by now. */
	if (batch->direction == DIRECTION_ROLLBACK &&
	    (batch->options->count >= 0 || batch->again) &&
	    !consent_holds(&batch->agreement, batch->plan, error))
		return false;
	if (batch->plan->count == 0)
		return batch_say_nothing_to_do(batch), true;
	if (!start(batch, error))
		return false;
	return batch->again ? execute_twice(batch, error) : execute_all(batch, error);
}

/* Everything is committed: what fails here is told, and undoes nothing. */
static bool dump_after(struct batch *batch, struct error *error)
{
	const char *path = batch->config ? batch->config->dump_after_run : NULL;

	if (!path || !batch->done || dump_to_file(batch->db, path, error))
		return true;
	error_line(&error->state, "all migrations are done; %s is as it was", path);
	error_next(error, "glim migration:dump -o %s", path);
	return false;
}

static void tell_end(struct batch *batch, const struct error *error, int64_t duration)
{
	struct output *output = &batch->options->output;
	json_t *document = batch_document_make(&batch->document, error, duration);

	if (batch->started || (batch->config && error->code != ERROR_NONE)) {
		const struct hooks hooks = hooks_of(batch);

		hooks_after(&hooks, error, document);
	}
	event_run_end(output, batch->options->command->verb, batch->done, error, duration);
	if (output->json)
		output_json(output, document);
	else
		json_decref(document);
}

static int run_to_end(struct batch *batch, struct error *error)
{
	const int64_t began = clock_elapsed();
	bool done;

	batch_document_start(&batch->document, batch->options->command->verb, batch->direction);
	interrupt_start();
	done = work(batch, error) && dump_after(batch, error);
	tell_end(batch, error, clock_elapsed() - began);
	batch_close(batch);
	return done ? 0 : error_exit_code(error);
}

int batch_run(struct options *options, enum direction direction, struct error *error)
{
	struct batch batch = { .options = options, .direction = direction };

	return run_to_end(&batch, error);
}

int batch_redo(struct options *options, struct error *error)
{
	struct batch batch = {
		.options = options,
		.direction = DIRECTION_ROLLBACK,
		.again = true,
	};

	return run_to_end(&batch, error);
}
