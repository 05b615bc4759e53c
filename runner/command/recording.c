#include "command/recording.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "command/status_document.h"
#include "history/id.h"

/* What is written of one migration. */
struct recorded_line {
	struct record_entry record;
	char checksum[65];
	char *depends;
};

static void forget_lines(struct recording *work)
{
	for (size_t i = 0; work->lines && i < work->plan->count; i++)
		free(work->lines[i].depends);
	free(work->lines);
	work->lines = NULL;
}

static bool make_plan(struct recording *work, struct error *error)
{
	struct edit *edit = &work->edit;

	plan_destroy(work->plan);
	for (size_t i = 0; i < edit->catalog->count; i++) {
		struct entry *entry = &edit->catalog->entries[i];

		if (plan_pending(history_find(edit->history, entry->name)))
			catalog_inspect(edit->catalog, entry);
	}
	work->plan = work->choose(work, error);
	return work->plan != NULL;
}

static bool fill_line(struct recording *work, size_t at, int64_t time, struct error *error)
{
	const struct plan_item *item = &work->plan->items[at];
	struct recorded_line *line = &work->lines[at];

	if (!edit_read_plugin(&work->edit, item->entry, line->checksum, "nothing was recorded",
			      error))
		return false;
	line->depends = catalog_depends_text(&item->entry->facts);
	line->record = (struct record_entry){ .created_at = time, .duration_us = -1 };
	edit_fill(&work->edit, &line->record, item->entry, line->checksum, line->depends);
	line->record.exists = item->record != NULL;
	if (item->record && item->record->id)
		snprintf(line->record.id, sizeof line->record.id, "%s", item->record->id);
	else
		id_new(time, line->record.id);
	return true;
}

/* Every file is read before the first row is written; the order of the times is that of the plan.
 */
static bool fill_lines(struct recording *work, struct error *error)
{
	const int64_t first = record_next_time(work->edit.history);

	work->lines = memory_alloc((work->plan->count + 1) * sizeof *work->lines);
	for (size_t i = 0; i < work->plan->count; i++)
		if (!fill_line(work, i, first + (int64_t)i, error))
			return false;
	return true;
}

static bool write_lines(struct edit *edit, void *data, struct failure *failure)
{
	const struct recording *work = data;

	for (size_t i = 0; i < work->plan->count; i++)
		if (!record_write(edit->db, &work->lines[i].record, failure) ||
		    !record_log(edit->db, &work->lines[i].record, work->event, edit->reason,
				failure))
			return false;
	return true;
}

static bool record(struct recording *work, const char *tail, struct error *error)
{
	char *what = memory_format("this records %zu migration%s as applied, %s %s",
				   work->plan->count, work->plan->count == 1 ? "" : "s", tail,
				   work->plan->items[work->plan->count - 1].entry->name);
	const bool agreed = edit_consent(&work->edit, what, error);

	free(what);
	if (!agreed || !edit_lock(&work->edit, error) || !make_plan(work, error) ||
	    !fill_lines(work, error))
		return false;
	work->done = edit_commit(&work->edit, write_lines, work, error);
	return work->done;
}

/* What looks broken off may be under way: only who has the lock can tell. */
static bool plan_first(struct recording *work, struct error *error)
{
	if (make_plan(work, error))
		return true;
	if (error->code != ERROR_INTERRUPTED)
		return false;
	error_finish(error);
	return edit_lock(&work->edit, error) && make_plan(work, error);
}

bool recording_work(struct recording *work, const char *tail, struct error *error)
{
	struct options *options = work->edit.options;

	if ((!options->dry_run && !edit_reason(&work->edit, error)) ||
	    !edit_open(&work->edit, options, error) || !plan_first(work, error))
		return false;
	return !work->plan->count || options->dry_run || record(work, tail, error);
}

void recording_finish(struct recording *work)
{
	forget_lines(work);
	plan_destroy(work->plan);
	edit_close(&work->edit);
}

void recording_print(const struct recording *work, struct output *output)
{
	const size_t count = work->plan->count;

	for (size_t i = 0; i < count; i++)
		output_answer(output, "%s", work->plan->items[i].entry->name);
	if (!count)
		output_note(output, "nothing to record, %zu applied", work->plan->applied);
	else if (work->done)
		output_note(output, "%zu recorded as applied, nothing was run", count);
	else
		output_note(output, "dry run: %zu to record as applied, nothing was changed",
			    count);
}

static json_t *line_document(const struct recorded_line *line)
{
	char time[CLOCK_TEXT];

	clock_format_json(line->record.created_at, time);
	return json_pack("{s:s, s:s, s:o}", "name", line->record.name, "created_at", time,
			 "checksum", status_checksum(line->checksum));
}

json_t *recording_json(const struct recording *work, const char *schema, const struct error *error)
{
	const bool ok = error->code == ERROR_NONE;
	json_t *recorded = json_array(), *left = json_array();

	for (size_t i = 0; work->plan && i < work->plan->count; i++)
		if (work->done)
			json_array_append_new(recorded, line_document(&work->lines[i]));
		else
			json_array_append_new(left,
					      output_text_json(work->plan->items[i].entry->name));
	return json_pack("{s:s, s:b, s:i, s:o, s:o, s:o}", "schema", schema, "ok", ok, "exit_code",
			 ok ? 0 : error_exit_code(error), "recorded", recorded, "not_recorded",
			 left, "error", ok ? json_null() : output_error_json(error));
}
