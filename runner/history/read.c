#include "history/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"

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

/* Rows of a table as they come, the columns matched by name. */
struct reading {
	struct history *history;
	const struct model *model;
	int at[64]; /* model column -> result column, -1 if it is not there */
	bool missing;
};

static bool take_columns(void *data, size_t count, const char *const *names)
{
	struct reading *reading = data;

	for (size_t c = 0; c < reading->model->count; c++) {
		reading->at[c] = -1;
		for (size_t i = 0; i < count; i++)
			if (strcasecmp(names[i], reading->model->columns[c].name) == 0)
				reading->at[c] = (int)i;
		reading->missing |= reading->at[c] < 0;
	}
	return true;
}

static const glim_value *cell(const struct reading *reading, const char *column, size_t count,
			      const glim_value *values)
{
	for (size_t c = 0; c < reading->model->count; c++)
		if (strcmp(reading->model->columns[c].name, column) == 0)
			return reading->at[c] < 0 || (size_t)reading->at[c] >= count
				       ? NULL
				       : &values[reading->at[c]];
	return NULL;
}

static char *text_cell(const glim_value *value)
{
	if (!value || value->type == GLIM_TYPE_NULL)
		return NULL;
	if (value->type == GLIM_TYPE_INT)
		return memory_format("%lld", (long long)value->as.integer);
	if (value->type == GLIM_TYPE_REAL)
		return memory_format("%.17g", value->as.real);
	return memory_copy_bytes(value->as.data, value->length);
}

static int64_t number_cell(const glim_value *value, int64_t otherwise)
{
	char *text;
	int64_t number;

	if (!value || value->type == GLIM_TYPE_NULL)
		return otherwise;
	if (value->type == GLIM_TYPE_INT)
		return value->as.integer;
	text = text_cell(value);
	number = strtoll(text, NULL, 10);
	free(text);
	return number;
}

static int64_t time_cell(const glim_value *value)
{
	char *text = text_cell(value);
	int64_t time = text ? clock_parse(text) : 0;

	free(text);
	return time < 0 ? 0 : time;
}

/* A row without a state is the original's: it counts as applied. */
static enum record_state state_cell(const glim_value *value)
{
	char *text = text_cell(value);
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
	char *text = text_cell(value);
	bool back = text && strcmp(text, direction_names[DIRECTION_ROLLBACK]) == 0;

	free(text);
	return back ? DIRECTION_ROLLBACK : DIRECTION_RUN;
}

static bool take_record(void *data, size_t count, const glim_value *values)
{
	struct reading *reading = data;
	struct history *history = reading->history;
	struct record *record;

#define CELL(name) cell(reading, name, count, values)
	history->records =
		memory_grow_for(history->records, history->count, sizeof *history->records);
	record = &history->records[history->count++];
	*record = (struct record){
		.id = text_cell(CELL("id")),
		.name = text_cell(CELL("name")),
		.description = text_cell(CELL("description")),
		.created_at = time_cell(CELL("created_at")),
		.state = state_cell(CELL("state")),
		.direction = direction_cell(CELL("direction")),
		.checksum = text_cell(CELL("checksum")),
		.source_checksum = text_cell(CELL("source_checksum")),
		.depends = text_cell(CELL("depends")),
		.reversible = (int)number_cell(CELL("reversible"), -1),
		.statements = number_cell(CELL("statements"), 0),
		.duration_us = number_cell(CELL("duration_us"), -1),
		.applied_by = text_cell(CELL("applied_by")),
		.runner = text_cell(CELL("runner")),
		.error = text_cell(CELL("error")),
	};
	if (!record->name)
		record->name = memory_copy("");
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
	struct history *history = reading->history;

	history->steps =
		memory_grow_for(history->steps, history->step_count, sizeof *history->steps);
	history->steps[history->step_count++] = (struct step_record){
		.name = text_cell(CELL("name")),
		.direction = direction_cell(CELL("direction")),
		.step = number_cell(CELL("step"), 0),
		.state = text_cell(CELL("state")),
		.site = text_cell(CELL("site")),
		.sql = text_cell(CELL("sql_text")),
		.hash = text_cell(CELL("sql_hash")),
		.fingerprint = text_cell(CELL("fingerprint")),
		.note = text_cell(CELL("note")),
		.code = number_cell(CELL("code"), 0),
		.last_id = number_cell(CELL("last_id"), 0),
	};
	take_journal(&history->steps[history->step_count - 1], CELL("journal"));
#undef CELL
	return true;
}

static bool read_table(struct database *db, struct reading *reading,
		       bool (*row)(void *, size_t, const glim_value *), struct failure *failure)
{
	const struct row_sink sink = { take_columns, row, reading };
	struct text sql = { 0 };
	bool done;

	text_add(&sql, "SELECT * FROM ");
	dialect_add_name(db->dialect, &sql, reading->model->table);
	done = database_execute(db, text_get(&sql), NULL, 0, &sink, NULL, failure);
	text_finish(&sql);
	return done;
}

/* The original's table has no unique index on the name. */
static bool check_names(const struct history *history, struct error *error)
{
	for (size_t i = 1; i < history->count; i++) {
		const struct record *one = history->by_name[i - 1], *two = history->by_name[i];

		if (strcmp(one->name, two->name) != 0)
			continue;
		error_next(error, "find out which row is true and delete the other one");
		return error_set(error, ERROR_HISTORY,
				 "glim_migrations holds %s twice: the rows with the id %s and %s",
				 two->name, one->id ? one->id : "NULL", two->id ? two->id : "NULL");
	}
	return true;
}

static bool finish_reading(struct database *db, struct history *history, struct error *error)
{
	struct reading steps = { .history = history, .model = &history_steps };
	struct failure failure = { 0 };
	bool unfinished = false, done = true;

	for (size_t i = 0; i < history->count; i++)
		unfinished |= history->records[i].state != RECORD_APPLIED;
	if (unfinished && history->complete) {
		done = read_table(db, &steps, take_step, &failure);
		if (!done)
			database_explain(db, &failure, "reading glim_steps", error);
		failure_finish(&failure);
	}
	history_sort(history);
	return done && check_names(history, error);
}

struct history *history_read(struct database *db, struct error *error)
{
	struct history *history = memory_alloc(sizeof *history);
	struct reading reading = { .history = history, .model = &history_migrations };
	struct failure failure = { 0 };

	if (read_table(db, &reading, take_record, &failure)) {
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
