#include "history/log.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "history/reading.h"

static void finish_row(struct log_row *row)
{
	free(row->id);
	free(row->event);
	free(row->name);
	free(row->checksum);
	free(row->by);
	free(row->runner);
	free(row->reason);
	free(row->detail);
}

void log_destroy(struct log *log)
{
	if (!log)
		return;
	for (size_t i = 0; i < log->count; i++)
		finish_row(&log->rows[i]);
	free(log->rows);
	free(log);
}

static enum direction direction_of(char *text)
{
	const bool back = text && strcmp(text, direction_name(DIRECTION_ROLLBACK)) == 0;

	free(text);
	return back ? DIRECTION_ROLLBACK : DIRECTION_RUN;
}

static bool take_row(void *data, size_t count, const glim_value *values)
{
	struct reading *reading = data;
	struct log *log = reading->data;

#define CELL(name) reading_cell(reading, name, count, values)
	log->rows = memory_grow_for(log->rows, log->count, sizeof *log->rows);
	log->rows[log->count++] = (struct log_row){
		.id = reading_text(CELL("id")),
		.event = reading_text(CELL("event")),
		.name = reading_text(CELL("name")),
		.created_at = reading_time(CELL("created_at")),
		.direction = direction_of(reading_text(CELL("direction"))),
		.checksum = reading_text(CELL("checksum")),
		.statements = reading_number(CELL("statements"), -1),
		.duration_us = reading_number(CELL("duration_us"), -1),
		.by = reading_text(CELL("applied_by")),
		.runner = reading_text(CELL("runner")),
		.reason = reading_text(CELL("reason")),
		.detail = reading_text(CELL("error")),
	};
#undef CELL
	return true;
}

static int compare_rows(const void *left, const void *right)
{
	const struct log_row *a = left, *b = right;

	if (a->created_at != b->created_at)
		return a->created_at < b->created_at ? -1 : 1;
	return strcmp(a->id ? a->id : "", b->id ? b->id : "");
}

void log_sort(struct log *log)
{
	if (log->count)
		qsort(log->rows, log->count, sizeof *log->rows, compare_rows);
}

/* As on the command line: the name, the stem with its number, or the name without "Migration". */
static bool is_meant(const char *asked, const char *name)
{
	size_t digits = 0;

	if (strcmp(asked, name) == 0)
		return true;
	if (catalog_cut_name(asked, &digits, NULL) && digits)
		return strcmp(asked + digits + 1, name) == 0;
	return catalog_name_matches(asked, name);
}

bool log_has(const struct log *log, const char *name)
{
	for (size_t i = 0; i < log->count; i++)
		if (log->rows[i].name && is_meant(name, log->rows[i].name))
			return true;
	return false;
}

void log_keep(struct log *log, const char *name, int64_t since)
{
	size_t kept = 0;

	for (size_t i = 0; i < log->count; i++) {
		struct log_row *row = &log->rows[i];

		if (row->created_at >= since && (!name || (row->name && is_meant(name, row->name))))
			log->rows[kept++] = *row;
		else
			finish_row(row);
	}
	log->count = kept;
}

struct log *log_read(struct database *db, struct error *error)
{
	struct log *log = memory_alloc(sizeof *log);
	struct reading reading = { .model = &history_log, .data = log };
	struct failure failure = { 0 };
	const bool done = reading_do(db, &reading, take_row, &failure);

	if (done || failure.kind == FAILURE_NO_TABLE) {
		log->exists = done;
		log_sort(log);
	} else {
		database_explain(db, &failure, "reading glim_log", error);
		log_destroy(log);
		log = NULL;
	}
	failure_finish(&failure);
	return log;
}
