#include "history/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void record_finish(struct record *record)
{
	free(record->id);
	free(record->name);
	free(record->description);
	free(record->checksum);
	free(record->source_checksum);
	free(record->depends);
	free(record->applied_by);
	free(record->runner);
	free(record->error);
}

static void step_finish(struct step_record *step)
{
	free(step->name);
	free(step->state);
	free(step->site);
	free(step->sql);
	free(step->hash);
	free(step->fingerprint);
	free(step->note);
	free(step->journal);
}

void history_destroy(struct history *history)
{
	if (!history)
		return;
	for (size_t i = 0; i < history->count; i++)
		record_finish(&history->records[i]);
	for (size_t i = 0; i < history->step_count; i++)
		step_finish(&history->steps[i]);
	free(history->by_name);
	free(history->records);
	free(history->steps);
	free(history);
}

static int compare_name(const void *name, const void *record)
{
	return strcmp(name, (*(const struct record *const *)record)->name);
}

const struct record *history_find(const struct history *history, const char *name)
{
	const struct record *const *found;

	if (!history->count)
		return NULL;
	found = bsearch(name, history->by_name, history->count, sizeof *history->by_name,
			compare_name);
	return found ? *found : NULL;
}

static int compare_records(const void *left, const void *right)
{
	const struct record *a = left, *b = right;

	if (a->created_at != b->created_at)
		return a->created_at < b->created_at ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int compare_names(const void *left, const void *right)
{
	return strcmp((*(const struct record *const *)left)->name,
		      (*(const struct record *const *)right)->name);
}

static int compare_steps(const void *left, const void *right)
{
	const struct step_record *a = left, *b = right;
	const int names = strcmp(a->name, b->name);

	if (names)
		return names;
	if (a->direction != b->direction)
		return a->direction < b->direction ? -1 : 1;
	return a->step < b->step ? -1 : a->step > b->step;
}

static void attach_steps(struct history *history)
{
	for (size_t r = 0; r < history->count; r++) {
		struct record *record = &history->records[r];
		const struct step_record *steps;
		size_t count;

		if (record->state == RECORD_APPLIED)
			continue;
		steps = history_steps_of(history, record->name, record->direction, &count);
		record->last_step = count ? &steps[count - 1] : NULL;
	}
}

/* Names come sorted where the times are equal, or not known. */
static bool names_sorted(const struct history *history)
{
	for (size_t i = 1; i < history->count; i++)
		if (compare_names(&history->by_name[i - 1], &history->by_name[i]) > 0)
			return false;
	return true;
}

void history_sort(struct history *history)
{
	if (history->step_count)
		qsort(history->steps, history->step_count, sizeof *history->steps, compare_steps);
	if (!history->count)
		return;
	qsort(history->records, history->count, sizeof *history->records, compare_records);
	free(history->by_name);
	history->by_name = memory_alloc(history->count * sizeof *history->by_name);
	for (size_t i = 0; i < history->count; i++)
		history->by_name[i] = &history->records[i];
	if (!names_sorted(history))
		qsort(history->by_name, history->count, sizeof *history->by_name, compare_names);
	attach_steps(history);
}

const struct step_record *history_steps_of(const struct history *history, const char *name,
					   enum direction direction, size_t *count)
{
	const struct step_record *first = NULL;

	*count = 0;
	for (size_t i = 0; i < history->step_count; i++) {
		const struct step_record *step = &history->steps[i];

		if (step->direction != direction || strcmp(step->name, name) != 0)
			continue;
		if (!first)
			first = step;
		(*count)++;
	}
	return first;
}

size_t history_applied(const struct history *history)
{
	size_t count = 0;

	for (size_t i = 0; i < history->count; i++)
		count += history->records[i].state == RECORD_APPLIED;
	return count;
}

bool record_half_done(const struct record *record)
{
	if (!record || record->state == RECORD_APPLIED)
		return false;
	return record->state != RECORD_FAILED || record->last_step;
}

bool history_require(const struct history *history, const struct database *db, struct error *error)
{
	char *title;

	if (history->exists && history->complete)
		return true;
	title = database_title(db);
	error_set(error, ERROR_HISTORY,
		  history->exists
			  ? "the history tables in %s are incomplete, or of an older version"
			  : "there is no history in %s: the table glim_migrations is missing",
		  title);
	error_line(&error->state, "nothing was changed");
	error_next(error, history->exists ? "glim migration:init   (keeps all its rows)"
					  : "if this is the right database: glim migration:init");
	free(title);
	return false;
}
