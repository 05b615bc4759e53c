#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static bool is_bytes(const glim_value *value)
{
	return value->type == GLIM_TYPE_TEXT || value->type == GLIM_TYPE_BLOB;
}

static bool take_columns(void *data, size_t count, const char *const *names)
{
	struct rows *rows = data;

	ck_assert_ptr_null(rows->names);
	rows->columns = count;
	rows->names = memory_alloc(count * sizeof *rows->names);
	for (size_t i = 0; i < count; i++)
		rows->names[i] = memory_copy(names[i]);
	return true;
}

static bool take_row(void *data, size_t count, const glim_value *values)
{
	struct rows *rows = data;

	ck_assert_uint_eq(count, rows->columns);
	rows->cells = memory_grow(rows->cells, (rows->count + 1) * count, sizeof *rows->cells);
	for (size_t i = 0; i < count; i++) {
		glim_value *cell = &rows->cells[rows->count * count + i];

		*cell = values[i];
		if (is_bytes(cell))
			cell->as.data = memory_copy_bytes(values[i].as.data, values[i].length);
	}
	rows->count++;
	return rows->count != rows->most;
}

bool rows_try(const struct target *target, const char *sql, const glim_value *values, size_t count,
	      struct rows *rows, struct failure *failure)
{
	struct row_sink sink = { .columns = take_columns,
				 .exact = true,
				 .row = take_row,
				 .data = rows,
				 .along_index = rows->along_index };
	char *marked = count ? target_marked(target, sql) : memory_copy(sql);
	bool done = target->driver->execute(target->session, marked, strlen(marked), values, count,
					    &sink, NULL, failure);

	free(marked);
	return done;
}

struct rows rows_read(const struct target *target, const char *sql, const glim_value *values,
		      size_t count)
{
	struct failure failure = { 0 };
	struct rows rows = { 0 };

	ck_assert_msg(rows_try(target, sql, values, count, &rows, &failure), "%s: %d %s", sql,
		      failure.native, failure.message);
	return rows;
}

const glim_value *rows_cell(const struct rows *rows, size_t row, size_t column)
{
	ck_assert_uint_lt(row, rows->count);
	ck_assert_uint_lt(column, rows->columns);
	return &rows->cells[row * rows->columns + column];
}

void rows_finish(struct rows *rows)
{
	for (size_t i = 0; i < rows->columns; i++)
		free(rows->names[i]);
	for (size_t i = 0; i < rows->count * rows->columns; i++)
		if (is_bytes(&rows->cells[i]))
			free((void *)rows->cells[i].as.data);
	free(rows->names);
	free(rows->cells);
	*rows = (struct rows){ 0 };
}

bool value_equal(const glim_value *a, const glim_value *b)
{
	if (a->type != b->type)
		return false;
	if (is_bytes(a))
		return a->length == b->length &&
		       (!a->length || memcmp(a->as.data, b->as.data, a->length) == 0);
	return a->type == GLIM_TYPE_NULL || a->as.integer == b->as.integer;
}

char *value_show(const glim_value *value)
{
	switch (value->type) {
	case GLIM_TYPE_NULL:
		return memory_copy("NULL");
	case GLIM_TYPE_INT:
		return memory_format("%lld", (long long)value->as.integer);
	case GLIM_TYPE_REAL:
		return memory_format("%.17g", value->as.real);
	default:
		return memory_format("%s of %u: %.40s",
				     value->type == GLIM_TYPE_TEXT ? "text" : "blob", value->length,
				     value->length ? (const char *)value->as.data : "");
	}
}
