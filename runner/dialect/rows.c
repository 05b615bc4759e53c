#include "dialect/dialect.h"

static void add_where_key(const struct dialect *dialect, struct text *out,
			  const struct model *model)
{
	const char *between = " WHERE ";

	for (size_t i = 0; i < model->count; i++) {
		if (!model->columns[i].primary_key)
			continue;
		text_add(out, between);
		dialect_add_column(dialect, out, model->columns[i].name);
		text_add(out, " = ?");
		between = " AND ";
	}
}

static size_t add_present_names(const struct dialect *dialect, struct text *out,
				const struct model *model, const bool *present)
{
	size_t count = 0;

	for (size_t i = 0; i < model->count; i++) {
		if (present && !present[i])
			continue;
		text_add(out, count++ ? ", " : " (");
		dialect_add_name(dialect, out, model->columns[i].name);
	}
	return count;
}

void dialect_insert(const struct dialect *dialect, struct text *out, const struct model *model,
		    const bool *present)
{
	size_t count;

	text_add(out, "INSERT INTO ");
	dialect_add_name(dialect, out, model->table);
	count = add_present_names(dialect, out, model, present);
	if (!count) {
		text_print(out, " %s", dialect->no_values);
		return;
	}
	text_add(out, ") VALUES (?");
	for (size_t i = 1; i < count; i++)
		text_add(out, ", ?");
	text_add(out, ")");
}

/* A table that is all key has nothing to set, and UPDATE wants something. */
static void set_key_to_itself(const struct dialect *dialect, struct text *out,
			      const struct model *model)
{
	text_add(out, " SET ");
	dialect_add_name(dialect, out, model->columns[0].name);
	text_add(out, " = ");
	dialect_add_name(dialect, out, model->columns[0].name);
}

void dialect_update(const struct dialect *dialect, struct text *out, const struct model *model)
{
	const char *between = " SET ";

	text_add(out, "UPDATE ");
	dialect_add_name(dialect, out, model->table);
	if (model_key_count(model) == model->count)
		set_key_to_itself(dialect, out, model);
	for (size_t i = 0; i < model->count; i++) {
		if (model->columns[i].primary_key)
			continue;
		text_add(out, between);
		dialect_add_name(dialect, out, model->columns[i].name);
		text_add(out, " = ?");
		between = ", ";
	}
	add_where_key(dialect, out, model);
}

void dialect_delete(const struct dialect *dialect, struct text *out, const struct model *model)
{
	text_add(out, "DELETE FROM ");
	dialect_add_name(dialect, out, model->table);
	add_where_key(dialect, out, model);
}

void dialect_select(const struct dialect *dialect, struct text *out, const struct model *model,
		    const char *where)
{
	for (size_t i = 0; i < model->count; i++) {
		text_add(out, i ? ", " : "SELECT ");
		dialect_add_column(dialect, out, model->columns[i].name);
	}
	text_add(out, " FROM ");
	dialect_add_name(dialect, out, model->table);
	if (where && *where)
		text_print(out, " WHERE %s", where);
}
