#include "command/batch_tell.h"

#include <stdlib.h>

#include "base/text.h"
#include "catalog/checksum.h"
#include "command/batch_event.h"
#include "command/command.h"

void batch_say_notes(struct batch *batch)
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

void batch_say_nothing_to_do(struct batch *batch)
{
	struct output *output = &batch->options->output;

	if (batch->direction == DIRECTION_RUN)
		output_note(output, "nothing pending, %zu applied", batch->plan->applied);
	else
		output_note(output, "nothing to roll back, %zu applied", batch->plan->applied);
}

const char *batch_name_of(const struct plan_item *item)
{
	return item->entry ? item->entry->name : item->record->name;
}

void batch_announce(struct batch *batch, const struct plan_item *item)
{
	output_contract(&batch->options->output,
			batch->direction == DIRECTION_RUN ? "Migrating %s.." : "Rolling back %s",
			batch_name_of(item));
}

static void add_state(struct error *error, struct text *line)
{
	struct text whole = { 0 };

	text_print(&whole, "%s%s%s", error->state ? error->state : "", error->state ? "; " : "",
		   text_get(line));
	text_finish(line);
	free(error->state);
	error->state = text_take(&whole);
}

/* "AddUser", or "AddUser and 3 more"; "they" is more than one. */
static bool add_names(struct text *line, const struct batch *batch, size_t from, size_t count)
{
	text_add(line, batch_name_of(&batch->plan->items[from]));
	if (count > 1)
		text_print(line, " and %zu more", count - 1);
	return count > 1;
}

/* What was sent together with it may be done, too. */
static void tell_unknown(const struct batch *batch, size_t from, size_t count, struct error *error)
{
	struct text line = { 0 };

	if (!count)
		return;
	text_add(&line, "nor is it of ");
	add_names(&line, batch, from, count);
	text_add(&line, ", sent with it");
	add_state(error, &line);
}

/* The state line also says what was not started because of it. */
static void tell_rest(struct batch *batch, size_t from, struct error *error)
{
	const size_t rest = batch->plan->count - from;
	struct text line = { 0 };

	for (size_t i = from; i < batch->plan->count; i++)
		batch_document_left(&batch->document, batch_name_of(&batch->plan->items[i]));
	if (!rest)
		return;
	text_add(&line,
		 add_names(&line, batch, from, rest) ? " were not started" : " was not started");
	add_state(error, &line);
}

static void note_archived(struct batch *batch, const struct plan_item *item)
{
	if (item->entry && item->entry->archived)
		output_note(&batch->options->output,
			    "%s: rolled back with the archived plugin %.*s", item->entry->name,
			    CHECKSUM_SHORT, item->entry->stem);
}

/* A template that nobody filled in succeeds. */
static void note_empty(struct batch *batch, const struct plan_item *item,
		       const struct execution_result *result)
{
	if (batch->direction == DIRECTION_RUN && !result->statements)
		output_note(&batch->options->output, "%s sent no statement", batch_name_of(item));
}

void batch_tell_start(struct batch *batch)
{
	const struct run_event event = {
		.command = batch->options->command->verb,
		.db = batch->db,
		.by = batch->by,
		.plan = batch->plan,
	};

	event_run_start(&batch->options->output, &event);
}

void batch_tell_done(struct batch *batch, const struct plan_item *item,
		     const struct execution_result *result)
{
	output_contract(&batch->options->output, "Done.");
	note_archived(batch, item);
	note_empty(batch, item, result);
	batch_document_done(&batch->document, item, result);
	batch->done++;
}

/* In a batch it is said when it is known to be done, or to have failed. */
static void tell_held(void *data, const struct held *held, bool done)
{
	struct batch *batch = data;
	struct error undone = { 0 };

	if (!done)
		error_set(&undone, ERROR_FAILED, "undone with a migration that shared its commit");
	event_migration_end(&batch->options->output, held->item, batch->direction, &held->result,
			    &undone);
	error_finish(&undone);
	if (!done) {
		batch_document_left(&batch->document, batch_name_of(held->item));
		return;
	}
	batch_announce(batch, held->item);
	batch_tell_done(batch, held->item, &held->result);
}

void batch_tell_settled(void *data, bool kept)
{
	struct batch *batch = data;

	held_settle(&batch->held, batch->db, batch->direction, kept, tell_held, batch);
}

bool batch_tell_failed(struct batch *batch, size_t at, size_t unknown,
		       const struct execution_result *result, struct error *error)
{
	batch_document_failed(&batch->document, &batch->plan->items[at], result, error);
	held_explain(&batch->held, error);
	tell_unknown(batch, at + 1, unknown, error);
	tell_rest(batch, at + 1 + unknown, error);
	return false;
}
