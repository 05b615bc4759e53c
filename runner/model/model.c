#include "model/model.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "base/memory.h"

enum { MODEL_COLUMNS_MOST = 1000, NAME_BYTES_MOST = 64 * 4 };

size_t model_key_count(const struct model *model)
{
	size_t count = 0;

	for (size_t i = 0; i < model->count; i++)
		count += model->columns[i].primary_key;
	return count;
}

static bool text_equal(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool column_equal(const struct column *a, const struct column *b)
{
	return text_equal(a->name, b->name) && a->type == b->type && a->length == b->length &&
	       a->scale == b->scale && a->primary_key == b->primary_key &&
	       a->autoincrement == b->autoincrement && a->not_null == b->not_null &&
	       a->unique == b->unique && a->index == b->index && a->bytewise == b->bytewise &&
	       text_equal(a->default_sql, b->default_sql) &&
	       text_equal(a->references, b->references);
}

bool model_equal(const struct model *a, const struct model *b)
{
	if (!text_equal(a->name, b->name) || !text_equal(a->table, b->table) ||
	    a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!column_equal(&a->columns[i], &b->columns[i]))
			return false;
	return true;
}

char *model_referenced_table(const struct column *column)
{
	const char *open = column->references ? strchr(column->references, '(') : NULL;

	return open ? memory_copy_bytes(column->references, (size_t)(open - column->references))
		    : NULL;
}

/* "users(id)": a name, and one name in brackets at its end. */
static bool reference_is_sound(const char *references)
{
	const char *open = strchr(references, '(');
	const char *close = open ? strchr(open, ')') : NULL;

	return open && open != references && close && close != open + 1 && !close[1];
}

static bool is_integer(const struct column *column)
{
	return column->type == GLIM_COLUMN_INTEGER || column->type == GLIM_COLUMN_BIGINT;
}

static char *column_problem(const struct model *model, const struct column *column)
{
	if (!column->name || !*column->name)
		return memory_format("a column of %s has no name", model->name);
	if (strlen(column->name) > NAME_BYTES_MOST)
		return memory_format("a column of %s has a name of %zu bytes", model->name,
				     strlen(column->name));
	if (column->type > GLIM_COLUMN_DECIMAL)
		return memory_format("column %s of %s has the unknown type %u", column->name,
				     model->name, column->type);
	if (column->type == GLIM_COLUMN_DECIMAL && column->scale > column->length)
		return memory_format("column %s of %s has more digits after the point than digits",
				     column->name, model->name);
	if (column->autoincrement &&
	    (!is_integer(column) || !column->primary_key || model_key_count(model) != 1))
		return memory_format("column %s of %s counts by itself: it has to be an integer "
				     "and the only primary key",
				     column->name, model->name);
	if (column->references && !reference_is_sound(column->references))
		return memory_format("column %s of %s references \"%s\": write \"table(column)\"",
				     column->name, model->name, column->references);
	return NULL;
}

static char *repeated_name(const struct model *model)
{
	for (size_t i = 1; i < model->count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcasecmp(model->columns[i].name, model->columns[j].name) == 0)
				return memory_format("%s has two columns called %s", model->name,
						     model->columns[i].name);
	return NULL;
}

char *model_problem(const struct model *model)
{
	if (!model->name || !*model->name)
		return memory_copy("a model has no name");
	if (!model->table || !*model->table)
		return memory_format("%s names no table", model->name);
	if (strlen(model->table) > NAME_BYTES_MOST)
		return memory_format("the table of %s has a name of %zu bytes", model->name,
				     strlen(model->table));
	if (!model->count)
		return memory_format("%s has no columns", model->name);
	if (model->count > MODEL_COLUMNS_MOST)
		return memory_format("%s has %zu columns; at most %d are taken", model->name,
				     model->count, MODEL_COLUMNS_MOST);
	for (size_t i = 0; i < model->count; i++) {
		char *problem = column_problem(model, &model->columns[i]);

		if (problem)
			return problem;
	}
	return repeated_name(model);
}

struct model *model_copy(const struct model *model)
{
	struct model *copy = memory_alloc(sizeof *copy);
	struct column *columns = memory_alloc(model->count * sizeof *columns);

	for (size_t i = 0; i < model->count; i++) {
		columns[i] = model->columns[i];
		columns[i].name = memory_copy(model->columns[i].name);
		columns[i].default_sql = memory_copy(model->columns[i].default_sql);
		columns[i].references = memory_copy(model->columns[i].references);
	}
	*copy = (struct model){ .name = memory_copy(model->name),
				.table = memory_copy(model->table),
				.columns = columns,
				.count = model->count };
	return copy;
}

void model_destroy(struct model *model)
{
	if (!model)
		return;
	for (size_t i = 0; i < model->count; i++) {
		free((char *)model->columns[i].name);
		free((char *)model->columns[i].default_sql);
		free((char *)model->columns[i].references);
	}
	free((struct column *)model->columns);
	free((char *)model->name);
	free((char *)model->table);
	free(model);
}
