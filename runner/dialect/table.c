#include "dialect/table.h"

#include <string.h>

static void add_bracketed(const struct dialect *dialect, struct text *out, const char *name)
{
	text_add(out, "(");
	dialect_add_name(dialect, out, name);
	text_add(out, ")");
}

void table_add_key(const struct dialect *dialect, struct text *out, const struct model *model)
{
	const char *between = "(";

	for (size_t i = 0; i < model->count; i++) {
		if (!model->columns[i].primary_key)
			continue;
		text_add(out, between);
		dialect_add_name(dialect, out, model->columns[i].name);
		between = ", ";
	}
	text_add(out, ")");
}

void table_add_uniques(const struct dialect *dialect, struct text *out, const struct model *model)
{
	for (size_t i = 0; i < model->count; i++) {
		if (!model->columns[i].unique)
			continue;
		text_add(out, ",\n\tUNIQUE ");
		add_bracketed(dialect, out, model->columns[i].name);
	}
}

static void add_reference(const struct dialect *dialect, struct text *out,
			  const struct column *column)
{
	const char *open = strchr(column->references, '(');
	struct text table = { 0 };
	struct text key = { 0 };

	text_add_bytes(&table, column->references, (size_t)(open - column->references));
	text_add_bytes(&key, open + 1, strcspn(open + 1, ")"));
	text_add(out, ",\n\tFOREIGN KEY ");
	add_bracketed(dialect, out, column->name);
	text_add(out, " REFERENCES ");
	dialect_add_name(dialect, out, text_get(&table));
	text_add(out, " ");
	add_bracketed(dialect, out, text_get(&key));
	text_finish(&table);
	text_finish(&key);
}

void table_add_references(const struct dialect *dialect, struct text *out,
			  const struct model *model)
{
	for (size_t i = 0; i < model->count; i++)
		if (model->columns[i].references && strchr(model->columns[i].references, '('))
			add_reference(dialect, out, &model->columns[i]);
}

void table_add_constraints(struct text *out, const struct column *column)
{
	if (column->not_null || column->primary_key)
		text_add(out, " NOT NULL");
	if (column->default_sql)
		text_print(out, " DEFAULT %s", column->default_sql);
}

void table_add_index_name(const struct dialect *dialect, struct text *out, const char *prefix,
			  const struct model *model, const struct column *column)
{
	struct text name = { 0 };

	text_print(&name, "%s_%s_%s", prefix, model->table, column->name);
	dialect_add_name(dialect, out, text_get(&name));
	text_finish(&name);
}
