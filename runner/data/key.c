#include "data/key.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static char *text_of(const glim_value *value)
{
	return value->type == GLIM_TYPE_TEXT || value->type == GLIM_TYPE_BLOB
		       ? memory_copy_bytes(value->as.data, value->length)
		       : NULL;
}

bool key_take_row(void *data, size_t count, const glim_value *values)
{
	struct key_columns *columns = data;

	if (count < 4)
		return true;
	columns->list = memory_grow_for(columns->list, columns->count, sizeof *columns->list);
	columns->list[columns->count++] = (struct key_column){
		.index = text_of(&values[0]),
		.name = values[1].type == GLIM_TYPE_NULL ? memory_copy("") : text_of(&values[1]),
		.may_be_null = values[0].type == GLIM_TYPE_NULL && values[2].as.integer != 0,
		.place = values[0].type == GLIM_TYPE_NULL ? 0 : (size_t)values[2].as.integer,
		.mark = text_of(&values[3]),
		.moved_by = count > 4 ? text_of(&values[4]) : NULL,
	};
	return true;
}

void key_columns_finish(struct key_columns *columns)
{
	for (size_t i = 0; i < columns->count; i++) {
		free(columns->list[i].index);
		free(columns->list[i].name);
		free(columns->list[i].mark);
		free(columns->list[i].moved_by);
	}
	free(columns->list);
	*columns = (struct key_columns){ .rule = columns->rule };
}

static bool index_is_within(const struct key_columns *columns, const char *index,
			    const char *const *key, size_t count)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->list[i].index && strcmp(columns->list[i].index, index) == 0 &&
		    names_find(key, count, columns->rule, columns->list[i].name) == count)
			return false;
	return true;
}

bool key_is_unique(const struct key_columns *columns, const char *const *key, size_t count)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->list[i].index &&
		    index_is_within(columns, columns->list[i].index, key, count))
			return true;
	return false;
}

static bool index_is_in_order(const struct key_columns *columns, const char *index,
			      const char *const *key, size_t count)
{
	size_t parts = 0;

	for (size_t i = 0; i < columns->count; i++) {
		const struct key_column *part = &columns->list[i];

		if (!part->index || strcmp(part->index, index) != 0)
			continue;
		if (!part->place || part->place > count ||
		    !names_same(columns->rule, part->name, key[part->place - 1]))
			return false;
		parts++;
	}
	return parts == count;
}

bool key_is_in_order(const struct key_columns *columns, const char *const *key, size_t count)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->list[i].index &&
		    index_is_in_order(columns, columns->list[i].index, key, count))
			return true;
	return false;
}

const struct key_column *key_find(const struct key_columns *columns, const char *name)
{
	for (size_t i = 0; i < columns->count; i++)
		if (!columns->list[i].index &&
		    names_same(columns->rule, columns->list[i].name, name))
			return &columns->list[i];
	return NULL;
}

const char *key_moved_by(const struct key_columns *columns, const char *name, size_t n)
{
	for (size_t i = 0; i < columns->count; i++) {
		const struct key_column *column = &columns->list[i];

		if (!column->index && column->moved_by &&
		    names_same(columns->rule, column->name, name) && !n--)
			return column->moved_by;
	}
	return NULL;
}
