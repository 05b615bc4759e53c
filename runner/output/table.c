#include "output/output.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "output/stream.h"
#include "output/width.h"

struct row {
	char **cells; /* safe for a terminal */
	enum output_shade shade;
};

struct table {
	size_t columns;
	size_t *widths;
	struct row *rows; /* the headers are the first */
	size_t count;
};

static char *safe_cell(const char *cell)
{
	struct text safe = { 0 };

	if (cell)
		stream_add_lines(&safe, cell, " ");
	return text_take(&safe);
}

void table_add(struct table *table, const char *const *cells, enum output_shade shade)
{
	struct row *row;

	table->rows = memory_grow_for(table->rows, table->count, sizeof *table->rows);
	row = &table->rows[table->count++];
	row->cells = memory_alloc(table->columns * sizeof *row->cells);
	row->shade = shade;
	for (size_t i = 0; i < table->columns; i++) {
		size_t width;

		row->cells[i] = safe_cell(cells[i]);
		width = width_of(row->cells[i]);
		if (width > table->widths[i])
			table->widths[i] = width;
	}
}

struct table *table_create(const char *const *headers, size_t columns)
{
	struct table *table = memory_alloc(sizeof *table);

	table->columns = columns;
	table->widths = memory_alloc(columns * sizeof *table->widths);
	table_add(table, headers, SHADE_PLAIN);
	return table;
}

/* The column behind which nothing but blanks would come. */
static size_t last_filled(const struct table *table, const struct row *row)
{
	size_t last = table->columns;

	while (last > 0 && !*row->cells[last - 1])
		last--;
	return last;
}

static void add_row(const struct table *table, const struct row *row, const struct output *output,
		    struct text *text)
{
	size_t filled = last_filled(table, row);

	for (size_t i = 0; i < filled; i++) {
		enum output_shade shade = i == 0 ? row->shade : SHADE_PLAIN;

		text_add(text, output_shade_on(output, STDOUT_FILENO, shade));
		text_add(text, row->cells[i]);
		text_add(text, output_shade_off(output, STDOUT_FILENO, shade));
		if (i + 1 < filled)
			width_pad(text, table->widths[i] - width_of(row->cells[i]) + 2);
	}
	text_add_char(text, '\n');
}

void table_print(const struct table *table, struct output *output)
{
	struct text text = { 0 };

	for (size_t i = 0; i < table->count; i++)
		add_row(table, &table->rows[i], output, &text);
	stream_answer(output, &text);
	text_finish(&text);
}

void table_destroy(struct table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->count; i++) {
		for (size_t column = 0; column < table->columns; column++)
			free(table->rows[i].cells[column]);
		free(table->rows[i].cells);
	}
	free(table->rows);
	free(table->widths);
	free(table);
}
