#include "command/batch.h"

#include <stdlib.h>

#include "base/chaos.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalog/archive.h"
#include "catalog/checksum.h"
#include "command/batch_document.h"
#include "command/batch_event.h"
#include "command/command.h"
#include "command/consent.h"
#include "command/plugins.h"
#include "command/settings.h"
#include "command/who.h"
#include "history/writable.h"
#include "interrupt/interrupt.h"
#include "lock/lock.h"
#include "overview/drift.h"

/* All that a run has open; released in reverse. */
struct batch {
	struct options *options;
	enum direction direction;
	struct plan_request request;
	struct config *config;
	struct catalog *catalog;
	struct database *db;
	struct history *history;
	struct plan *plan;
	struct execution execution;
	struct batch_document document;
	struct agreement agreement;
	char *by;
	size_t done;
	bool session_changed; /* by the last migration */
	bool again;           /* redo: what is rolled back runs again */
	char *redone;         /* its name, once it is rolled back */
};

static void batch_close(struct batch *batch)
{
	consent_finish(&batch->agreement);
	batch_document_finish(&batch->document);
	progress_destroy(batch->execution.progress);
	execution_finish(&batch->execution);
	host_destroy(batch->execution.host);
	plan_destroy(batch->plan);
	history_destroy(batch->history);
	database_close(batch->db);
	catalog_destroy(batch->catalog);
	config_destroy(batch->config);
	free(batch->by);
	free(batch->redone);
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

	if (batch->direction == DIRECTION_RUN && !batch->execution.host)
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

static void say_notes(struct batch *batch)
{
	struct output *output = &batch->options->output;

	for (size_t i = 0; i < batch->plan->note_count; i++)
		output_note(output, "%s", batch->plan->notes[i]);
	for (size_t i = 0; i < batch->plan->count; i++) {
		const struct entry *entry = batch->plan->items[i].entry;

		if (entry && entry->warning)
			output_warning(output, "%s: %s", entry->file, entry->warning);
	}
}

static void say_nothing_to_do(struct batch *batch)
{
	struct output *output = &batch->options->output;

	if (batch->direction == DIRECTION_RUN)
		output_note(output, "nothing pending, %zu applied", batch->plan->applied);
	else
		output_note(output, "nothing to roll back, %zu applied", batch->plan->applied);
}

static const char *name_of(const struct plan_item *item)
{
	return item->entry ? item->entry->name : item->record->name;
}

static void announce(struct batch *batch, const struct plan_item *item)
{
	output_contract(&batch->options->output,
			batch->direction == DIRECTION_RUN ? "Migrating %s.." : "Rolling back %s",
			name_of(item));
}

/* The state line also says what was not started because of it. */
static void tell_rest(struct batch *batch, size_t failed, struct error *error)
{
	const size_t rest = batch->plan->count - failed - 1;
	struct text line = { 0 };

	for (size_t i = failed + 1; i < batch->plan->count; i++)
		batch_document_left(&batch->document, name_of(&batch->plan->items[i]));
	if (!rest)
		return;
	text_print(&line, "%s; %s", error->state ? error->state : "",
		   name_of(&batch->plan->items[failed + 1]));
	if (rest > 1)
		text_print(&line, " and %zu more were not started", rest - 1);
	else
		text_add(&line, " was not started");
	free(error->state);
	error->state = text_take(&line);
}

static void note_archived(struct batch *batch, const struct plan_item *item)
{
	if (item->entry && item->entry->archived)
		output_note(&batch->options->output,
			    "%s: rolled back with the archived plugin %.*s", item->entry->name,
			    CHECKSUM_SHORT, item->entry->stem);
}

static void tell_start(struct batch *batch)
{
	const struct run_event event = {
		.command = batch->options->command->verb,
		.db = batch->db,
		.by = batch->by,
		.plan = batch->plan,
	};

	event_run_start(&batch->options->output, &event);
}

static bool execute_one(struct batch *batch, size_t at, struct execution_result *result,
			struct error *error)
{
	const struct plan_item *item = &batch->plan->items[at];
	struct output *output = &batch->options->output;
	bool done;

	CHAOS_POINT("planned");
	announce(batch, item);
	event_migration_start(output, item, batch->direction);
	batch->execution.history = batch->history;
	batch->execution.ahead = batch->plan->count - at - 1;
	done = execute_item(&batch->execution, item, batch->direction, result, error);
	event_migration_end(output, item, batch->direction, result, error);
	if (!done) {
		batch_document_failed(&batch->document, item, result, error);
		tell_rest(batch, at, error);
		return false;
	}
	CHAOS_POINT("done");
	output_contract(&batch->options->output, "Done.");
	note_archived(batch, item);
	batch_document_done(&batch->document, item, result);
	batch->session_changed = result->session_changed;
	batch->done++;
	return true;
}

static bool stopped_between(struct batch *batch, size_t next, struct error *error)
{
	if (!interrupt_signal() || next >= batch->plan->count)
		return false;
	error_set(error, ERROR_CANCELLED, "cancelled before %s",
		  name_of(&batch->plan->items[next]));
	error->exit_code = 128 + interrupt_signal();
	error_line(&error->state, "%zu migrations are done, %zu were not started", batch->done,
		   batch->plan->count - next);
	for (size_t i = next; i < batch->plan->count; i++)
		batch_document_left(&batch->document, name_of(&batch->plan->items[i]));
	return true;
}

/* A migration changed its session: the next one gets a new one, and the lock, and a new plan. */
static bool replace_session(struct batch *batch, struct error *error)
{
	return database_reopen(batch->db, error) &&
	       lock_take(batch->db, batch->config->lock_timeout, &batch->options->output, error) &&
	       make_plan(batch, error);
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
	char *name = memory_copy(name_of(&batch->plan->items[0]));

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

static bool prepare(struct batch *batch, struct error *error)
{
	struct execution *execution = &batch->execution;

	*execution = (struct execution){
		.db = batch->db,
		.catalog = batch->catalog,
		.output = &batch->options->output,
		.by = batch->by,
		.reason = batch->options->reason,
		.timeout = batch->config->timeout,
		.memory_limit = batch->config->memory_limit,
	};
	execution->progress = progress_create(
		batch->db, &batch->options->output,
		batch->options->progress < 0 ? PROGRESS_EVERY : batch->options->progress);
	execution->host = host_create(error);
	host_prepare(execution->host, batch->plan->count);
	return execution->host && prepare_archive(batch, error) &&
	       lock_take(batch->db, batch->config->lock_timeout, &batch->options->output, error) &&
	       make_plan(batch, error) && history_writable(batch->db, error);
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

static bool work(struct batch *batch, struct error *error)
{
	if (!batch_open(batch, error) || !make_plan(batch, error))
		return false;
	say_notes(batch);
	tell_start(batch);
	if (batch->plan->count == 0)
		return say_nothing_to_do(batch), true;
	if (!consent(batch, error) || !prepare(batch, error))
		return false;
	/* All means all, a name means that one; only "the newest" may mean another one by now. */
	if (batch->direction == DIRECTION_ROLLBACK &&
	    (batch->options->count >= 0 || batch->again) &&
	    !consent_holds(&batch->agreement, batch->plan, error))
		return false;
	if (batch->plan->count == 0)
		return say_nothing_to_do(batch), true;
	return batch->again ? execute_twice(batch, error) : execute_all(batch, error);
}

static int run_to_end(struct batch *batch, struct error *error)
{
	struct options *options = batch->options;
	const int64_t began = clock_elapsed();
	bool done;

	batch_document_start(&batch->document, options->command->verb, batch->direction);
	interrupt_start();
	done = work(batch, error);
	event_run_end(&options->output, options->command->verb, batch->done, error,
		      clock_elapsed() - began);
	if (options->output.json)
		batch_document_print(&batch->document, &options->output, error,
				     clock_elapsed() - began);
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
