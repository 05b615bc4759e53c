#include "history/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"

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

const glim_value *reading_cell(struct reading *reading, const char *column, size_t count,
			       const glim_value *values)
{
	const size_t columns = reading->model->count;

	for (size_t i = 0; i < columns; i++) {
		const size_t c = (reading->next + i) % columns;

		if (strcmp(reading->model->columns[c].name, column) != 0)
			continue;
		reading->next = c + 1;
		return reading->at[c] < 0 || (size_t)reading->at[c] >= count
			       ? NULL
			       : &values[reading->at[c]];
	}
	return NULL;
}

char *reading_text(const glim_value *value)
{
	if (!value || value->type == GLIM_TYPE_NULL)
		return NULL;
	if (value->type == GLIM_TYPE_INT)
		return memory_format("%lld", (long long)value->as.integer);
	if (value->type == GLIM_TYPE_REAL)
		return memory_format("%.17g", value->as.real);
	return memory_copy_bytes(value->as.data, value->length);
}

static char *text_in(struct arena *arena, const char *data, size_t length, char *before)
{
	char *copy;

	if (before && strlen(before) == length && memcmp(before, data, length) == 0)
		return before;
	copy = memory_bytes_in(arena, length + 1);
	memcpy(copy, data, length);
	return copy;
}

char *reading_text_in(struct arena *arena, const glim_value *value, char *before)
{
	char *number, *text;

	if (!value || value->type == GLIM_TYPE_NULL)
		return NULL;
	if (value->type >= GLIM_TYPE_TEXT)
		return text_in(arena, value->length ? value->as.data : "", value->length, before);
	number = reading_text(value);
	text = text_in(arena, number, strlen(number), before);
	free(number);
	return text;
}

int64_t reading_number(const glim_value *value, int64_t otherwise)
{
	char *text;
	int64_t number;

	if (!value || value->type == GLIM_TYPE_NULL)
		return otherwise;
	if (value->type == GLIM_TYPE_INT)
		return value->as.integer;
	text = reading_text(value);
	number = strtoll(text, NULL, 10);
	free(text);
	return number;
}

int64_t reading_time(const glim_value *value)
{
	char *text = reading_text(value);
	int64_t time = text ? clock_parse(text) : 0;

	free(text);
	return time < 0 ? 0 : time;
}

bool reading_do(struct database *db, struct reading *reading,
		bool (*row)(void *, size_t, const glim_value *), struct failure *failure)
{
	const struct row_sink sink = { .columns = take_columns, .row = row, .data = reading };
	struct text sql = { 0 };
	bool done;

	text_print(&sql, "SELECT %s FROM ", reading->columns ? reading->columns : "*");
	dialect_add_name(db->dialect, &sql, reading->model->table);
	done = database_execute(db, text_get(&sql), NULL, 0, &sink, NULL, failure);
	text_finish(&sql);
	return done;
}
