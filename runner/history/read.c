#include "history/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "history/reading.h"

static const char *const state_names[] = {
	[RECORD_APPLIED] = "applied",
	[RECORD_RUNNING] = "running",
	[RECORD_FAILED] = "failed",
};

static const char *const direction_names[] = {
	[DIRECTION_RUN] = "run",
	[DIRECTION_ROLLBACK] = "rollback",
};

const char *record_state_name(enum record_state state)
{
	return state < RECORD_UNKNOWN ? state_names[state] : "unknown";
}

const char *direction_name(enum direction direction)
{
	return direction_names[direction];
}

/* A row without a state is the original's: it counts as applied. */
static enum record_state state_cell(const glim_value *value)
{
	char *text = reading_text(value);
	enum record_state state = RECORD_UNKNOWN;

	if (!text)
		return RECORD_APPLIED;
	for (int i = 0; i < RECORD_UNKNOWN; i++)
		if (strcmp(text, state_names[i]) == 0)
			state = (enum record_state)i;
	free(text);
	return state;
}

static enum direction direction_cell(const glim_value *value)
{
	char *text = reading_text(value);
	bool back = text && strcmp(text, direction_names[DIRECTION_ROLLBACK]) == 0;

	free(text);
	return back ? DIRECTION_ROLLBACK : DIRECTION_RUN;
}

static bool take_record(void *data, size_t count, const glim_value *values)
{
	struct reading *reading = data;
	struct history *history = reading->data;
	struct arena *texts = &history->texts;
	struct record none = { 0 }, *record, *before;

#define CELL(name) reading_cell(reading, name, count, values)
#define TEXT(name) reading_text_in(texts, CELL(#name), before->name)
	history->records =
		memory_grow_for(history->records, history->count, sizeof *history->records);
	before = history->count ? &history->records[history->count - 1] : &none;
	record = &history->records[history->count++];
	*record = (struct record){
		.id = TEXT(id),
		.name = TEXT(name),
		.created_at = reading_time(CELL("created_at")),
		.description = TEXT(description),
		.state = state_cell(CELL("state")),
		.direction = direction_cell(CELL("direction")),
		.checksum = TEXT(checksum),
		.source_checksum = TEXT(source_checksum),
		.depends = TEXT(depends),
		.reversible = (int)reading_number(CELL("reversible"), -1),
		.statements = reading_number(CELL("statements"), 0),
		.duration_us = reading_number(CELL("duration_us"), -1),
		.applied_by = TEXT(applied_by),
		.runner = TEXT(runner),
		.error = TEXT(error),
	};
	if (!record->name)
		record->name = memory_bytes_in(texts, 1);
	return true;
}

static void take_journal(struct step_record *step, const glim_value *value)
{
	if (!step->name)
		step->name = memory_copy("");
	if (!step->state)
		step->state = memory_copy("");
	if (!value || value->type < GLIM_TYPE_TEXT)
		return;
	step->journal = memory_copy_bytes(value->as.data, value->length);
	step->journal_length = value->length;
}

static bool take_step(void *data, size_t count, const glim_value *values)
{
	struct reading *reading = data;
	struct history *history = reading->data;

	history->steps =
		memory_grow_for(history->steps, history->step_count, sizeof *history->steps);
	history->steps[history->step_count++] = (struct step_record){
		.name = reading_text(CELL("name")),
		.direction = direction_cell(CELL("direction")),
		.step = reading_number(CELL("step"), 0),
		.state = reading_text(CELL("state")),
		.site = reading_text(CELL("site")),
		.sql = reading_text(CELL("sql_text")),
		.hash = reading_text(CELL("sql_hash")),
		.fingerprint = reading_text(CELL("fingerprint")),
		.note = reading_text(CELL("note")),
		.code = reading_number(CELL("code"), 0),
		.changes = reading_number(CELL("changes"), 0),
		.last_id = reading_number(CELL("last_id"), 0),
	};
	take_journal(&history->steps[history->step_count - 1], CELL("journal"));
	return true;
}

/* The original's table has no unique index on the name. */
static bool check_names(const struct history *history, struct error *error)
{
	const struct record *one = history->twice[0], *two = history->twice[1];

	if (!one)
		return true;
	error_next(error, "find out which row is true and delete the other one");
	return error_set(error, ERROR_HISTORY,
			 "glim_migrations holds %s twice: the rows with the id %s and %s",
			 two->name, one->id ? one->id : "NULL", two->id ? two->id : "NULL");
}

static bool finish_reading(struct database *db, struct history *history, struct error *error)
{
	struct reading steps = { .data = history, .model = &history_steps };
	struct failure failure = { 0 };
	bool unfinished = false, done = true;

	for (size_t i = 0; i < history->count; i++)
		unfinished |= history->records[i].state != RECORD_APPLIED;
	if (unfinished && history->complete) {
		done = reading_do(db, &steps, take_step, &failure);
		if (!done && failure.kind == FAILURE_NO_TABLE)
			history->complete = false, done = true;
		else if (!done)
			database_explain(db, &failure, "reading glim_steps", error);
		failure_finish(&failure);
	}
	history_sort(history);
	return done && check_names(history, error);
}

struct history *history_read(struct database *db, struct error *error)
{
	struct history *history = memory_alloc(sizeof *history);
	struct reading reading = { .data = history, .model = &history_migrations };
	struct failure failure = { 0 };

	if (reading_do(db, &reading, take_record, &failure)) {
		history->exists = true;
		history->complete = !reading.missing;
		if (finish_reading(db, history, error))
			return history;
	} else if (failure.kind == FAILURE_NO_TABLE) {
		failure_finish(&failure);
		return history;
	} else {
		database_explain(db, &failure, "reading glim_migrations", error);
	}
	failure_finish(&failure);
	history_destroy(history);
	return NULL;
}

static bool is_applied(const glim_value *state)
{
	static const char applied[] = "applied";

	if (state->type == GLIM_TYPE_NULL)
		return true;
	return state->type == GLIM_TYPE_TEXT && state->length == strlen(applied) &&
	       memcmp(state->as.data, applied, strlen(applied)) == 0;
}

/* Stops at the first row that is not plainly applied. The values are name and state: see below. */
static bool take_name(void *data, size_t count, const glim_value *values)
{
	struct reading *reading = data;
	struct history *history = reading->data;
	const glim_value *name = &values[0];
	char *copy;

	history->complete = count == 2 && name->type == GLIM_TYPE_TEXT && is_applied(&values[1]);
	if (!history->complete)
		return false;
	copy = memory_bytes_in(&history->texts, name->length + 1);
	memcpy(copy, name->as.data, name->length);
	history->records =
		memory_grow_for(history->records, history->count, sizeof *history->records);
	history->records[history->count++] = (struct record){ .name = copy, .reversible = -1 };
	return true;
}

struct history *history_glance(struct database *db)
{
	struct history *history = memory_alloc(sizeof *history);
	struct reading reading = {
		.data = history,
		.model = &history_migrations,
		.columns = "name, state",
	};
	struct failure failure = { 0 };
	struct error ignored = { 0 };

	history->exists = history->complete = true;
	if (!reading_do(db, &reading, take_name, &failure))
		history->complete = false;
	history_index(history);
	if (!history->complete || !check_names(history, &ignored)) {
		history_destroy(history);
		history = NULL;
	}
	error_finish(&ignored);
	failure_finish(&failure);
	return history;
}
