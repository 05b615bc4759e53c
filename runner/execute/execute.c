#include "execute/execute.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/chaos.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/version.h"
#include "catalog/archive.h"
#include "execute/backfill.h"
#include "execute/bulk.h"
#include "execute/key.h"
#include "execute/migration.h"
#include "execute/train.h"
#include "history/id.h"

/* Rollback order is that of these times. */
static int64_t next_time(struct execution *execution)
{
	int64_t time = record_next_time(execution->history);

	if (time <= execution->last_time)
		time = execution->last_time + 1;
	execution->last_time = time;
	return time;
}

/* The row as it will be: an old one keeps its id, a run gets the time of now. */
static void fill_record(struct migration *migration, const struct plugin_image *image)
{
	const struct plan_item *item = migration->item;
	const struct plugin_facts *facts = &item->entry->facts;
	struct record_entry *record = &migration->record;

	record->direction = migration->direction;
	record->exists = item->record != NULL;
	migration->depends = catalog_depends_text(facts);
	record->name = migration->name;
	record->description = facts->description;
	record->created_at = migration->direction == DIRECTION_RUN || !item->record
				     ? next_time(migration->execution)
				     : item->record->created_at;
	if (item->record && item->record->id)
		snprintf(record->id, sizeof record->id, "%s", item->record->id);
	else
		id_new(record->created_at, record->id);
	snprintf(migration->checksum, sizeof migration->checksum, "%s", image->checksum);
	record->checksum = migration->checksum;
	record->source_checksum = facts->source_checksum;
	record->depends = migration->depends;
	record->reversible = facts->has_rollback && !facts->irreversible;
	record->applied_by = migration->execution->by;
	record->runner = "glim " GLIM_VERSION;
}

static bool check_drift(const struct migration *migration, const struct plugin_image *image,
			struct error *error)
{
	const struct plan_item *item = migration->item;

	if (migration->direction == DIRECTION_RUN || item->half_done ||
	    !plan_drifted(item->record, item->entry->facts.source_checksum, image->checksum))
		return true;
	error_set(error, ERROR_DRIFTED,
		  "%s is not the plugin that ran: %s has another checksum than the history",
		  migration->name, item->entry->path);
	error_line(&error->state, "nothing of it was undone");
	error_next(error, "deploy the plugin that ran, then try again");
	return false;
}

/* What runs is kept first: when it has to be undone, its file may be gone. */
static bool keep_plugin(const struct migration *migration, const struct plugin_image *image,
			struct error *error)
{
	return migration->direction != DIRECTION_RUN ||
	       archive_keep(migration->execution->catalog, migration->name, image, error);
}

/* What it did stands, whatever became of its process after it had returned. */
static void note_end(const struct migration *migration, bool done)
{
	struct output *output = migration->execution->output;
	const struct host_result *end = &migration->end;

	if (done && end->end != HOST_DONE)
		output_warning(output, "%s%s%s; what it did stands",
			       end->is_sentence ? "" : migration->name, end->is_sentence ? "" : " ",
			       end->reason);
	if (migration->end.left_behind)
		output_warning(output, "%s left %zu process%s behind, which %s ended",
			       migration->name, migration->end.left_behind,
			       migration->end.left_behind == 1 ? "" : "es",
			       migration->end.left_behind == 1 ? "was" : "were");
	if (migration->end.printed_away)
		output_warning(output, "%s printed %zu bytes more than are shown", migration->name,
			       migration->end.printed_away);
}

static bool call_and_finish(struct migration *migration, const struct plugin_image *image,
			    struct error *error)
{
	bool done = migration_call(migration, image, error);

	CHAOS_POINT("returned");
	/* What it returned may come of a statement that is not known to be refused yet. */
	if (done && migration->end.end == HOST_DONE && migration->end.returned)
		pending_flush(migration);
	replay_returned(migration);
	if (!done) {
		migration->end.end = HOST_CRASHED;
		free(migration->end.reason);
		migration->end.reason = memory_copy(error->message);
		migration->end.is_sentence = true;
		error_finish(error);
	}
	done = done && migration->end.end == HOST_DONE && migration->end.returned == 0 &&
	       migration->status == GLIM_OK && !migration_cancelled(migration);
	if (done) {
		ahead_prepare(migration);
		done = finish_well(migration, error);
		ahead_end(migration);
	}
	host_end(migration->execution->host, &migration->end);
	note_end(migration, done);
	migration->execution->db->deadline = 0; /* undoing takes the time that it takes */
	return done;
}

static bool undoes_half_done(const struct migration *migration)
{
	size_t count = 0;

	if (migration->direction == DIRECTION_ROLLBACK && migration->item->half_done)
		history_steps_of(migration->execution->history, migration->name, DIRECTION_RUN,
				 &count);
	return count > 0;
}

static bool run_in_guest(struct migration *migration, const struct plugin_image *image,
			 struct execution_result *result, struct error *error)
{
	size_t count = 0;
	const struct step_record *rows = NULL;
	bool done;

	/* Without a record that is half done they belong to nothing any more. */
	if (migration->item->half_done)
		rows = history_steps_of(migration->execution->history, migration->name,
					migration->direction, &count);

	migration->bears_missing = undoes_half_done(migration);
	replay_start(migration, rows, count);
	done = call_and_finish(migration, image, error);
	for (int attempt = 0; !done && again_start(migration, attempt); attempt++)
		done = call_and_finish(migration, image, error);
	if (!done)
		finish_badly(migration, result, error);
	return done;
}

void migration_finish(struct migration *migration)
{
	migration_forgive(migration);
	pending_forget(migration);
	if (!migration->travels)
		migration->execution->db->packet.open = false;
	backfill_forget(migration);
	bulk_forget_all(migration);
	key_forget_all(migration);
	host_result_finish(&migration->end);
	journal_finish(&migration->journal);
	replay_finish(&migration->replay);
	free(migration->depends);
}

/* A record with nothing behind it: only the row goes. */
static bool drop_row(struct migration *migration, struct execution_result *result,
		     struct error *error)
{
	migration->record.exists = true;
	snprintf(migration->record.id, sizeof migration->record.id, "%s",
		 migration->item->record->id);
	migration->record.applied_by = migration->execution->by;
	migration->record.runner = "glim " GLIM_VERSION;
	if (finish_well(migration, error))
		return true;
	finish_badly(migration, result, error);
	return false;
}

bool migration_open(struct migration *migration, struct plugin_image *image, struct error *error)
{
	struct execution *execution = migration->execution;
	struct entry *entry = migration->item->entry;

	if (!ahead_take(execution, entry, image) &&
	    !catalog_open_image(execution->catalog, entry, image, error))
		return false;
	fill_record(migration, image);
	return group_enter(migration, error) && check_drift(migration, image, error) &&
	       keep_plugin(migration, image, error);
}

static bool run_item(struct migration *migration, struct execution_result *result,
		     struct error *error)
{
	struct plugin_image image = { .fd = -1 };
	bool done;

	if (!migration->item->entry)
		return group_enter(migration, error) && drop_row(migration, result, error);
	done = migration_open(migration, &image, error) &&
	       run_in_guest(migration, &image, result, error);
	close(image.fd);
	return done;
}

static void on_notice(void *data, const char *line)
{
	struct migration *migration = data;

	output_plugin(migration->execution->output, migration->name, line, strlen(line));
}

/* Who looks at the server is told which migration its session is at, and so is who waits here. */
void migration_announce(struct migration *migration)
{
	struct database *db = migration->execution->db;

	db->notice = on_notice;
	db->notice_data = migration;
	db->driver->announce(db->session, migration->name);
	progress_begin(migration->execution->progress, migration->name);
}

void migration_announce_end(struct migration *migration, bool done)
{
	struct database *db = migration->execution->db;

	progress_end(migration->execution->progress);
	if (done && db->session)
		db->driver->announce(db->session, NULL);
	db->notice = NULL;
}

void migration_result(const struct migration *migration, struct execution_result *result)
{
	result->statements = migration->steps;
	result->duration = clock_elapsed() - migration->began;
	result->created_at = migration->record.created_at;
	result->session_changed = migration->session_changed;
	result->waits = migration->waits;
}

void migration_start(struct migration *migration, struct execution *execution,
		     const struct plan_item *item, enum direction direction)
{
	*migration = (struct migration){
		.execution = execution,
		.item = item,
		.direction = direction,
		.name = item->entry ? item->entry->name : item->record->name,
		.transaction.db = execution->db,
		.began = clock_elapsed(),
	};
	migration->record.name = migration->name;
}

bool execute_item(struct execution *execution, const struct plan_item *item,
		  enum direction direction, struct execution_result *result, struct error *error)
{
	struct migration migration;
	bool done;

	*result = (struct execution_result){ 0 };
	train_forget(execution);
	migration_start(&migration, execution, item, direction);
	packet_open(execution->db, pending_executed, &migration);
	migration_announce(&migration);
	done = run_item(&migration, result, error);
	migration_announce_end(&migration, done);
	migration_result(&migration, result);
	migration_finish(&migration);
	/* What refuses a migration before it begins is nothing to the others. */
	if (!done)
		execution_settle(execution, NULL);
	return done;
}

void execution_forget_plan(struct execution *execution)
{
	train_forget(execution);
	execution->next = execution->alone = NULL;
	execution->ahead = 0;
}

void execution_finish(struct execution *execution)
{
	execution_forget_plan(execution);
	plain_tables_forget(execution);
	ahead_forget(execution);
}
