#include "overview/overview.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "catalog/archive.h"
#include "overview/drift.h"
#include "plan/plan.h"

static const char *const names[] = {
	[OVERVIEW_APPLIED] = "applied", [OVERVIEW_PENDING] = "pending",
	[OVERVIEW_RUNNING] = "running", [OVERVIEW_INTERRUPTED] = "interrupted",
	[OVERVIEW_FAILED] = "failed",   [OVERVIEW_DRIFTED] = "drifted",
	[OVERVIEW_MISSING] = "missing",
};

const char *overview_state_name(enum overview_state state)
{
	return names[state];
}

__attribute__((format(printf, 2, 3))) static void add_problem(struct overview_row *row,
							      const char *format, ...)
{
	char *problem;
	va_list args;

	va_start(args, format);
	problem = memory_format_list(format, args);
	va_end(args);
	row->problems = memory_grow_for(row->problems, row->problem_count, sizeof *row->problems);
	row->problems[row->problem_count++] = problem;
}

static enum overview_state state_of(const struct record *record, const struct entry *entry,
				    bool working)
{
	if (!record)
		return OVERVIEW_PENDING;
	if (record->state == RECORD_FAILED)
		return OVERVIEW_FAILED;
	if (record->state != RECORD_APPLIED)
		return working ? OVERVIEW_RUNNING : OVERVIEW_INTERRUPTED;
	return entry ? OVERVIEW_APPLIED : OVERVIEW_MISSING;
}

/* Nothing goes on by itself where the plugin is gone. */
static void tell_half_done(struct overview_row *row)
{
	const char *direction = direction_name(row->record->direction);

	add_problem(row, "its %s %s half-way%s: %sthe next %s resumes it", direction,
		    row->state == OVERVIEW_FAILED ? "stopped" : "was interrupted",
		    row->entry ? "" : ", and its plugin is missing",
		    row->entry ? "" : "deploy it again, then ", direction);
}

static void tell_undone(struct overview_row *row)
{
	if (row->entry)
		add_problem(row, "failed and was undone whole; the next run tries it again");
	else
		add_problem(row,
			    "failed and was undone whole, and its plugin is missing: deploy it "
			    "again, or, if it is not to come back, glim migration:rollback --name "
			    "%s",
			    row->name);
}

/* What no rule can settle is for a person to see. */
static bool cannot_be_known(const struct record *record)
{
	const struct step_record *step = record->last_step;

	if (record->state == RECORD_APPLIED || !step)
		return false;
	return (strcmp(step->state, "started") == 0 && !step->fingerprint) ||
	       strcmp(step->state, "ended") == 0;
}

static void tell_unknown(struct overview_row *row)
{
	const struct step_record *step = row->record->last_step;

	add_problem(row,
		    "whether step %lld took effect cannot be known%s%s: look at the database, then "
		    "glim migration:repair %s --mark applied --reason \"why\", or --mark pending",
		    (long long)step->step, step->note ? ": " : "", step->note ? step->note : "",
		    row->name);
}

static void tell_standing(struct overview_row *row)
{
	if (row->state != OVERVIEW_FAILED && row->state != OVERVIEW_INTERRUPTED)
		return;
	if (cannot_be_known(row->record))
		tell_unknown(row);
	else if (row->state == OVERVIEW_FAILED && !row->record->last_step)
		tell_undone(row);
	else
		tell_half_done(row);
	if (row->state == OVERVIEW_FAILED && row->record->error)
		add_problem(row, "%s", row->record->error);
}

static void add_row(struct overview *overview, const struct record *record, struct entry *entry,
		    bool working)
{
	struct overview_row *row;

	overview->rows = memory_grow_for(overview->rows, overview->count, sizeof *overview->rows);
	row = &overview->rows[overview->count++];
	*row = (struct overview_row){
		.name = record ? record->name : entry->name,
		.state = state_of(record, entry, working),
		.entry = entry,
		.record = record,
	};
	overview->states[row->state]++;
	tell_standing(row);
}

struct overview *overview_make(const struct catalog *catalog, const struct history *history,
			       bool working)
{
	struct overview *overview = memory_alloc(sizeof *overview);

	for (size_t i = 0; i < history->count; i++)
		add_row(overview, &history->records[i],
			plan_entry_of(catalog, &history->records[i]), working);
	for (size_t i = 0; i < catalog->count; i++) {
		struct entry *entry = &catalog->entries[i];

		if (history_find(history, entry->name))
			continue;
		catalog_inspect(catalog, entry);
		if (!plan_is_model_file(entry))
			add_row(overview, NULL, entry, working);
	}
	return overview;
}

static void set_state(struct overview *overview, struct overview_row *row,
		      enum overview_state state)
{
	overview->states[row->state]--;
	row->state = state;
	overview->states[state]++;
}

void overview_mark_running(struct overview *overview, const char *name)
{
	for (size_t i = 0; name && i < overview->count; i++)
		if (strcmp(overview->rows[i].name, name) == 0)
			set_state(overview, &overview->rows[i], OVERVIEW_RUNNING);
}

/* What a rollback could use instead of the deployed file. */
static const char *archived_copy(const struct catalog *catalog, const struct record *record)
{
	const struct entry *entry = archive_find(catalog, record->name, record->checksum);

	if (!entry)
		return "";
	return entry->problem ? " (its archived copy cannot be used)"
			      : " (a rollback would use its archived copy)";
}

static void look_for_drift(struct overview *overview, const struct catalog *catalog,
			   struct overview_row *row)
{
	if (!drift_found(row->record, row->entry))
		return;
	set_state(overview, row, OVERVIEW_DRIFTED);
	add_problem(row,
		    "%s is not the file that ran%s: deploy that one again, or, if both do the "
		    "same, glim migration:repair %s --accept-checksum --reason \"why\"",
		    row->entry->path, archived_copy(catalog, row->record), row->record->name);
}

void overview_look(struct overview *overview, const struct catalog *catalog,
		   struct overview_row *row)
{
	if (row->state == OVERVIEW_MISSING)
		add_problem(row,
			    "applied, but its plugin is not in the plugin directories%s: deploy it "
			    "again, or, if it is not to come back, glim migration:repair %s --mark "
			    "pending --reason \"why\"",
			    archived_copy(catalog, row->record), row->record->name);
	if (!row->entry)
		return;
	catalog_inspect(catalog, row->entry);
	if (row->entry->problem)
		add_problem(row, "%s: %s", row->entry->path, row->entry->problem);
	else if (row->state == OVERVIEW_APPLIED)
		look_for_drift(overview, catalog, row);
}

size_t overview_attention(const struct overview *overview)
{
	size_t count = 0;

	for (int state = OVERVIEW_INTERRUPTED; state < OVERVIEW_STATES; state++)
		count += overview->states[state];
	return count;
}

void overview_destroy(struct overview *overview)
{
	if (!overview)
		return;
	for (size_t i = 0; i < overview->count; i++) {
		for (size_t p = 0; p < overview->rows[i].problem_count; p++)
			free(overview->rows[i].problems[p]);
		free(overview->rows[i].problems);
	}
	free(overview->rows);
	free(overview);
}
