#include "fake_store.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"

static void cell_finish(struct fake_cell *cell)
{
	free(cell->column);
	free(cell->data);
}

void row_finish(struct fake_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		cell_finish(&row->cells[i]);
	free(row->cells);
	free(row->table);
	*row = (struct fake_row){ 0 };
}

void store_finish(struct fake_store *store)
{
	for (size_t i = 0; i < store->count; i++)
		row_finish(&store->rows[i]);
	free(store->rows);
	*store = (struct fake_store){ 0 };
}

void store_copy(struct fake_store *to, const struct fake_store *from)
{
	store_finish(to);
	for (size_t i = 0; i < from->count; i++) {
		struct fake_row *row = store_add(to, from->rows[i].table);

		for (size_t c = 0; c < from->rows[i].count; c++) {
			const struct fake_cell *cell = &from->rows[i].cells[c];

			row->cells = memory_grow_for(row->cells, row->count, sizeof *row->cells);
			row->cells[row->count++] = (struct fake_cell){
				.column = memory_copy(cell->column),
				.type = cell->type,
				.data = cell->data ? memory_copy_bytes(cell->data, cell->length)
						   : NULL,
				.length = cell->length,
			};
		}
	}
}

struct fake_row *store_add(struct fake_store *store, const char *table)
{
	store->rows = memory_grow_for(store->rows, store->count, sizeof *store->rows);
	store->rows[store->count] = (struct fake_row){ .table = memory_copy(table) };
	return &store->rows[store->count++];
}

void store_remove(struct fake_store *store, size_t at)
{
	row_finish(&store->rows[at]);
	memmove(&store->rows[at], &store->rows[at + 1],
		(store->count - at - 1) * sizeof *store->rows);
	store->count--;
}

void store_create(struct fake_store *store, const struct model *model)
{
	row_set_text(store_add(store, FAKE_TABLES), "name", model->table);
	for (size_t i = 0; i < model->count; i++) {
		struct fake_row *row = store_add(store, FAKE_COLUMNS);

		row_set_text(row, "table", model->table);
		row_set_text(row, "name", model->columns[i].name);
	}
}

static struct fake_cell *find_cell(const struct fake_row *row, const char *column)
{
	for (size_t i = 0; i < row->count; i++)
		if (strcasecmp(row->cells[i].column, column) == 0)
			return &row->cells[i];
	return NULL;
}

void row_set(struct fake_row *row, const char *column, const glim_value *value)
{
	struct fake_cell *cell = find_cell(row, column);

	if (!cell) {
		row->cells = memory_grow_for(row->cells, row->count, sizeof *row->cells);
		cell = &row->cells[row->count++];
		*cell = (struct fake_cell){ .column = memory_copy(column) };
	}
	free(cell->data);
	cell->data = NULL;
	cell->type = value->type;
	if (value->type == GLIM_TYPE_INT)
		cell->data = memory_format("%lld", (long long)value->as.integer);
	else if (value->type == GLIM_TYPE_REAL)
		cell->data = memory_format("%.17g", value->as.real);
	else if (value->type != GLIM_TYPE_NULL)
		cell->data = memory_copy_bytes(value->as.data, value->length);
	cell->length = value->type >= GLIM_TYPE_TEXT ? value->length
		       : cell->data                  ? strlen(cell->data)
						     : 0;
}

void row_set_text(struct fake_row *row, const char *column, const char *text)
{
	const glim_value value = glim_text(text);

	row_set(row, column, &value);
}

const struct fake_cell *row_cell(const struct fake_row *row, const char *column)
{
	return find_cell(row, column);
}

const char *row_text(const struct fake_row *row, const char *column)
{
	const struct fake_cell *cell = row ? find_cell(row, column) : NULL;

	return cell ? cell->data : NULL;
}

static bool matches(const struct fake_row *row, const char *table, const char *column,
		    const char *text)
{
	const char *has;

	if (strcasecmp(row->table, table) != 0)
		return false;
	if (!column)
		return true;
	has = row_text(row, column);
	return has && text && strcmp(has, text) == 0;
}

struct fake_row *store_find(const struct fake_store *store, const char *table, const char *column,
			    const char *text)
{
	for (size_t i = 0; i < store->count; i++)
		if (matches(&store->rows[i], table, column, text))
			return &store->rows[i];
	return NULL;
}

size_t store_count(const struct fake_store *store, const char *table, const char *column,
		   const char *text)
{
	size_t count = 0;

	for (size_t i = 0; i < store->count; i++)
		count += matches(&store->rows[i], table, column, text);
	return count;
}
