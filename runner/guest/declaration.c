#include "guest/declaration.h"

#include <stdalign.h>
#include <stdlib.h>

#include "base/memory.h"
#include "wire/wire.h"

const glim_column *declaration_column(const glim_model *model, size_t index)
{
	const char *first = (const char *)model->columns;

	return (const glim_column *)(const void *)(first + index * model->column_size);
}

size_t declaration_member_size(uint32_t member)
{
	static const size_t sizes[] = {
		[GLIM_MEMBER_BOOL] = sizeof(bool),
		[GLIM_MEMBER_INT] = sizeof(int),
		[GLIM_MEMBER_INT64] = sizeof(int64_t),
		[GLIM_MEMBER_DOUBLE] = sizeof(double),
		[GLIM_MEMBER_TEXT] = sizeof(char *),
		[GLIM_MEMBER_BYTES] = sizeof(glim_bytes),
		[GLIM_MEMBER_POINTER + GLIM_MEMBER_BOOL] = sizeof(void *),
		[GLIM_MEMBER_POINTER + GLIM_MEMBER_INT] = sizeof(void *),
		[GLIM_MEMBER_POINTER + GLIM_MEMBER_INT64] = sizeof(void *),
		[GLIM_MEMBER_POINTER + GLIM_MEMBER_DOUBLE] = sizeof(void *),
	};

	return member < sizeof sizes / sizeof *sizes ? sizes[member] : 0;
}

static bool refuse(char why[DECLARATION_WHY], const char *name, const char *problem)
{
	snprintf(why, DECLARATION_WHY, "the model %.100s %s", name ? name : "without a name",
		 problem);
	return false;
}

/* Only what must hold before the columns can be read at all. */
static bool check_sizes(const glim_model *from, char why[DECLARATION_WHY])
{
	if (!from)
		return refuse(why, NULL, "is a NULL pointer");
	if (from->size < sizeof *from)
		return refuse(why, NULL, "has a size that no version of glim/model.h has");
	if (!from->name || !from->table)
		return refuse(why, from->name, "has no name or no table");
	if (!from->columns || !from->column_count)
		return refuse(why, from->name, "has no columns");
	if (from->column_count > WIRE_COLUMNS_MOST)
		return refuse(why, from->name, "has more than 1000 columns");
	if (from->column_size < sizeof(glim_column) || from->column_size % alignof(glim_column))
		return refuse(why, from->name,
			      "has columns of a size that no version of glim/model.h has");
	return true;
}

static bool check_members(const glim_model *from, char why[DECLARATION_WHY])
{
	for (size_t i = 0; i < from->column_count; i++) {
		const glim_column *column = declaration_column(from, i);
		size_t size = declaration_member_size(column->member);

		if (!column->name)
			return refuse(why, from->name, "has a column without a name");
		if (column->type > GLIM_COLUMN_DECIMAL)
			return refuse(why, from->name, "has a column of an unknown type");
		if (!size)
			return refuse(why, from->name, "has a column of an unknown C type");
		if (column->offset + size > from->row_size)
			return refuse(why, from->name, "has a column outside of its struct");
	}
	return true;
}

static void read_column(const glim_column *from, struct column *to)
{
	*to = (struct column){
		.name = from->name,
		.type = from->type,
		.length = from->length,
		.scale = from->scale,
		.primary_key = from->primary_key,
		.autoincrement = from->autoincrement,
		.not_null = from->not_null,
		.unique = from->unique,
		.index = from->index,
		.default_sql = from->default_sql,
		.references = from->references,
	};
}

bool declaration_read(const glim_model *from, struct model *to, char why[DECLARATION_WHY])
{
	struct column *columns;

	if (!check_sizes(from, why) || !check_members(from, why))
		return false;
	columns = memory_alloc(from->column_count * sizeof *columns);
	for (size_t i = 0; i < from->column_count; i++)
		read_column(declaration_column(from, i), &columns[i]);
	*to = (struct model){ .name = from->name,
			      .table = from->table,
			      .columns = columns,
			      .count = from->column_count };
	return true;
}

void declaration_finish(struct model *model)
{
	free((struct column *)model->columns);
	model->columns = NULL;
}
