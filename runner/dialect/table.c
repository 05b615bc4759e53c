#include "dialect/table.h"

#include <string.h>

#define GLIM_RUNNER
#include <glim/model.h>

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

enum { TEXT_BYTES_MOST = 65535, STRING_LENGTH = 255 };

static const char *type_of(const struct table_words *words, const struct column *column)
{
	if (words->long_text && column->type == GLIM_COLUMN_TEXT &&
	    column->length > TEXT_BYTES_MOST)
		return words->long_text;
	return words->types[column->type];
}

void table_add_type(const struct table_words *words, struct text *out, const struct column *column)
{
	text_add(out, type_of(words, column));
	if (column->type == GLIM_COLUMN_STRING)
		text_print(out, "(%u)", column->length ? column->length : STRING_LENGTH);
	if (column->type == GLIM_COLUMN_DECIMAL && column->length)
		text_print(out, "(%u,%u)", column->length, column->scale);
	if (column->bytewise)
		text_add(out, words->bytewise);
}

void table_add_column(const struct dialect *dialect, const struct table_words *words,
		      struct text *out, const struct column *column)
{
	dialect_add_name(dialect, out, column->name);
	text_add(out, " ");
	table_add_type(words, out, column);
	if (column->not_null || column->primary_key)
		text_add(out, " NOT NULL");
	if (column->default_sql)
		text_print(out, " DEFAULT %s", column->default_sql);
	if (column->autoincrement)
		text_add(out, words->counts);
}

void table_add_index_name(const struct dialect *dialect, const struct table_words *words,
			  struct text *out, const char *prefix, const struct model *model,
			  const struct column *column)
{
	struct text name = { 0 };

	text_print(&name, "%s_%s_%s", prefix, model->table, column->name);
	if (!words->index_name_most || name.length <= words->index_name_most) {
		dialect_add_name(dialect, out, text_get(&name));
		text_add(out, " ");
	}
	text_finish(&name);
}

static void add_index(const struct dialect *dialect, const struct table_words *words,
		      struct text *out, const char *prefix, const struct model *model,
		      const struct column *column)
{
	table_add_index_name(dialect, words, out, prefix, model, column);
	text_add(out, "ON ");
	dialect_add_name(dialect, out, model->table);
	text_add(out, " ");
	add_bracketed(dialect, out, column->name);
}

bool table_create_index(const struct dialect *dialect, const struct table_words *words,
			struct text *out, const struct model *model, size_t n)
{
	for (size_t i = 0; i < model->count; i++) {
		if (!model->columns[i].index || n--)
			continue;
		text_add(out, "CREATE INDEX ");
		add_index(dialect, words, out, "ix", model, &model->columns[i]);
		return true;
	}
	return false;
}

void table_create_unique(const struct dialect *dialect, const struct table_words *words,
			 struct text *out, const struct model *model, const struct column *column)
{
	text_add(out, "CREATE UNIQUE INDEX IF NOT EXISTS ");
	add_index(dialect, words, out, "uq", model, column);
}
