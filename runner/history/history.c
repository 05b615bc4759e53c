#include "history/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/lookup.h"

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
	for (size_t i = 0; !history->texts.chunk && i < history->count; i++)
		record_finish(&history->records[i]);
	for (size_t i = 0; i < history->step_count; i++)
		step_finish(&history->steps[i]);
	lookup_destroy(history->by_name);
	free(history->records);
	arena_finish(&history->texts);
	free(history->steps);
	free(history);
}

const struct record *history_find(const struct history *history, const char *name)
{
	const size_t at = lookup_find(history->by_name, name);

	return at == LOOKUP_NONE ? NULL : &history->records[at];
}

int history_compare(const struct record *left, const struct record *right)
{
	if (left->created_at != right->created_at)
		return left->created_at < right->created_at ? -1 : 1;
	return strcmp(left->name, right->name);
}

static int compare_records(const void *left, const void *right)
{
	return history_compare(left, right);
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

void history_index(struct history *history)
{
	lookup_destroy(history->by_name);
	history->by_name = lookup_create(history->count);
	history->twice[0] = history->twice[1] = NULL;
	for (size_t i = 0; i < history->count; i++) {
		const struct record *record = &history->records[i];

		if (lookup_add(history->by_name, record->name) || history->twice[0])
			continue;
		history->twice[0] = history_find(history, record->name);
		history->twice[1] = record;
	}
}

void history_sort(struct history *history)
{
	if (history->step_count)
		qsort(history->steps, history->step_count, sizeof *history->steps, compare_steps);
	if (history->count)
		qsort(history->records, history->count, sizeof *history->records, compare_records);
	history_index(history);
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
