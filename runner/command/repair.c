#include "command/command.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/version.h"
#include "command/edit.h"
#include "command/status_document.h"
#include "history/id.h"
#include "interrupt/interrupt.h"
#include "plan/repair.h"

struct work {
	struct edit edit;
	struct repair_request request;
	struct repair repair;
	char checksum[65]; /* of the deployed plugin, or "" */
	struct record_entry record;
	char *depends;
	bool done;
};

static bool check_request(const struct options *options, struct error *error)
{
	if (options->mark == MARK_NONE && !options->accept_checksum)
		error_set(error, ERROR_USAGE,
			  "migration:repair wants --mark applied, --mark pending or "
			  "--accept-checksum");
	else if (options->mark == MARK_PENDING && options->accept_checksum)
		error_set(error, ERROR_USAGE,
			  "--mark pending and --accept-checksum exclude each other");
	else
		return true;
	error_next(error, "glim help repair");
	return false;
}

/* The facts and the checksum of one reading of the file. */
static bool read_plugin(struct work *work, struct error *error)
{
	struct entry *entry = work->repair.entry;

	if (!repair_wants_checksum(&work->repair, &work->request)) {
		if (entry)
			catalog_inspect(work->edit.catalog, entry);
		return true;
	}
	return edit_read_plugin(&work->edit, entry, work->checksum, "nothing was changed", error);
}

static bool decide(struct work *work, struct error *error)
{
	struct edit *edit = &work->edit;

	repair_finish(&work->repair);
	return repair_find(&work->repair, edit->catalog, edit->history, &work->request, error) &&
	       read_plugin(work, error) &&
	       repair_decide(&work->repair, edit->catalog, edit->history, &work->request,
			     work->checksum[0] ? work->checksum : NULL, error);
}

/* Whoever was asked, or has thought it over, meant what was there then. */
static bool decide_again(struct work *work, struct error *error)
{
	char *before = memory_copy(text_get(&work->repair.before));
	bool same = false;

	if (decide(work, error)) {
		same = strcmp(before, text_get(&work->repair.before)) == 0;
		if (!same) {
			error_set(error, ERROR_HISTORY,
				  "%s has changed while this waited for the lock: it is %s now",
				  work->repair.name, repair_state(work->repair.record));
			error_line(&error->state, "nothing was changed");
			error_next(error, "look again: glim migration:status");
		}
	}
	free(before);
	return same;
}

static void take_record(struct record_entry *to, const struct record *from)
{
	*to = (struct record_entry){
		.exists = true,
		.name = from->name,
		.description = from->description,
		.created_at = from->created_at,
		.state = from->state,
		.direction = from->direction,
		.checksum = from->checksum,
		.source_checksum = from->source_checksum,
		.depends = from->depends,
		.reversible = from->reversible,
		.statements = from->statements,
		.duration_us = from->duration_us,
		.applied_by = from->applied_by,
		.runner = from->runner,
		.error = from->error,
	};
	snprintf(to->id, sizeof to->id, "%s", from->id ? from->id : "");
}

/* A run that was not finished ends now; a rollback that was not leaves it where it stood. */
static void make_applied(struct work *work)
{
	struct record_entry *record = &work->record;

	if (record->direction == DIRECTION_RUN || !record->created_at)
		record->created_at = record_next_time(work->edit.history);
	record->state = RECORD_APPLIED;
	record->direction = DIRECTION_RUN;
	record->applied_by = work->edit.by;
	record->runner = "glim " GLIM_VERSION;
	record->error = NULL;
}

static void make_record(struct work *work)
{
	const struct repair *repair = &work->repair;

	work->record = (struct record_entry){ .duration_us = -1 };
	if (repair->record)
		take_record(&work->record, repair->record);
	else
		id_new(clock_now(), work->record.id);
	if (repair->to_deployed) {
		const struct record_entry was = work->record;

		work->depends = catalog_depends_text(&repair->entry->facts);
		edit_fill(&work->edit, &work->record, repair->entry, work->checksum, work->depends);
		work->record.applied_by = repair->record ? was.applied_by : work->edit.by;
		work->record.runner = repair->record ? was.runner : work->record.runner;
	}
	if (repair->to_applied)
		make_applied(work);
}

/* The log has the repair by its own author, and what was there before. */
static bool write_log(struct edit *edit, const struct work *work, struct failure *failure)
{
	struct record_entry line = work->record;
	char *detail = memory_format("%s" REPAIR_BEFORE "%s", text_get(&work->repair.says),
				     text_get(&work->repair.before));
	bool done;

	line.applied_by = edit->by;
	line.runner = "glim " GLIM_VERSION;
	line.duration_us = -1;
	line.error = detail;
	done = record_log(edit->db, &line, "repair", edit->reason, failure);
	free(detail);
	return done;
}

static bool write_repair(struct edit *edit, void *data, struct failure *failure)
{
	const struct work *work = data;
	const bool removes = work->repair.change == REPAIR_REMOVE;

	if ((removes || work->repair.to_applied) &&
	    !record_steps_delete(edit->db, &work->record, failure))
		return false;
	return (removes ? record_delete(edit->db, &work->record, failure)
			: record_write(edit->db, &work->record, failure)) &&
	       write_log(edit, work, failure);
}

static bool apply(struct work *work, struct error *error)
{
	if (!edit_consent(&work->edit, text_get(&work->repair.says), error) ||
	    !edit_lock(&work->edit, error) || !decide_again(work, error))
		return false;
	make_record(work);
	work->done = edit_commit(&work->edit, write_repair, work, error);
	return work->done;
}

static void say(const struct work *work, struct output *output)
{
	const char *says = text_get(&work->repair.says);

	if (output->json)
		return;
	if (work->done)
		output_answer(output, "%s", says);
	else
		output_note(output, "%s", says);
}

static json_t *state_document(enum record_state state, enum direction direction,
			      const char *checksum, const char *source_checksum)
{
	return json_pack("{s:s, s:s, s:o, s:o}", "state", record_state_name(state), "direction",
			 direction_name(direction), "checksum", status_checksum(checksum),
			 "source_checksum", status_checksum(source_checksum));
}

static json_t *document_before(const struct record *record)
{
	return record ? state_document(record->state, record->direction, record->checksum,
				       record->source_checksum)
		      : json_null();
}

static json_t *document_after(const struct work *work)
{
	const struct record_entry *record = &work->record;

	if (!work->done)
		return document_before(work->repair.record);
	return work->repair.change == REPAIR_REMOVE
		       ? json_null()
		       : state_document(record->state, record->direction, record->checksum,
					record->source_checksum);
}

static void print_json(const struct work *work, struct output *output, const struct error *error)
{
	const bool ok = error->code == ERROR_NONE;

	output_json(output,
		    json_pack("{s:s, s:b, s:i, s:o, s:b, s:o, s:o, s:o, s:o}", "schema",
			      "glim.repair/1", "ok", ok, "exit_code",
			      ok ? 0 : error_exit_code(error), "name",
			      output_text_json(work->repair.name), "changed", work->done, "before",
			      document_before(work->repair.record), "after", document_after(work),
			      "says", output_text_json(ok ? text_get(&work->repair.says) : NULL),
			      "error", ok ? json_null() : output_error_json(error)));
}

static bool repair(struct work *work, struct options *options, struct error *error)
{
	work->edit.options = options;
	work->request =
		(struct repair_request){ options->name, options->mark, options->accept_checksum };
	return check_request(options, error) && edit_reason(&work->edit, error) &&
	       edit_open(&work->edit, options, error) && decide(work, error) &&
	       (work->repair.change == REPAIR_NOTHING || apply(work, error));
}

static int repair_history(struct options *options, struct error *error)
{
	struct work work = { 0 };
	bool done;

	interrupt_start();
	done = repair(&work, options, error);
	if (done)
		say(&work, &options->output);
	if (options->output.json)
		print_json(&work, &options->output, error);
	repair_finish(&work.repair);
	edit_close(&work.edit);
	free(work.depends);
	return done ? 0 : error_exit_code(error);
}

const struct command command_repair = {
	.verb = "repair",
	.argument = "NAME",
	.summary = "edit the history of one migration; runs nothing",
	.details =
		"The only command that edits history, for what only a person can know. --mark "
		"applied:\n"
		"its changes are in the database, by whatever way. --mark pending: none of them "
		"is;\n"
		"the next run runs it. --accept-checksum: the deployed plugin counts as the one "
		"that "
		"ran.\n"
		"Wants --reason; what was there before is kept in glim_log. On a terminal it asks "
		"first;\n"
		"a protected connection wants --confirm.\n",
	.options = OPTION_NAME | OPTION_MARK | OPTION_ACCEPT | OPTION_CONFIRM,
	.words = WORDS_MIGRATIONS,
	.run = repair_history,
};
