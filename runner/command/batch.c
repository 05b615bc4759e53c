#include "command/batch.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/clock.h"
#include "catalog/archive.h"
#include "command/batch_event.h"
#include "command/batch_execute.h"
#include "command/batch_plan.h"
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
	       batch_plan_locked(batch, error) && history_undoable(batch->db, error) &&
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
	if (!batch_open(batch, error) || !batch_plan_first(batch, error))
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
	return batch->again ? batch_execute_twice(batch, error) : batch_execute(batch, error);
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
