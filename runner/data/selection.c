#include "data/selection.h"

#include <stdlib.h>

#include "base/memory.h"

void selection_finish(struct selection *selection)
{
	free(selection->columns);
	free(selection->key);
	free(selection->values);
	free(selection->after);
	*selection = (struct selection){ 0 };
}

static void add_names(const struct dialect *dialect, struct text *sql, const char *const *names,
		      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		text_add(sql, i ? ", " : "");
		dialect_add_name(dialect, sql, names[i]);
	}
}

static const char *mark_of(struct selection_marks marks, size_t i)
{
	return marks.list ? marks.list[i] : "?";
}

static void compare(const struct dialect *dialect, const struct selection *selection,
		    struct selection_marks marks, size_t i, const char *operator, struct text * sql)
{
	dialect_add_name(dialect, sql, selection->key[i]);
	text_print(sql, " %s %s", operator, mark_of(marks, i));
}

static const char *operator_of(enum selection_side side, bool last)
{
	if (side == SELECTION_BEHIND)
		return ">";
	return last ? "<=" : "<";
}

/* (a, b) > (?, ?): some databases walk an index by it, others read the whole table. */
static void compare_rows(const struct dialect *dialect, const struct selection *selection,
			 struct selection_marks marks, enum selection_side side,
			 const glim_value *key, struct text *sql, glim_value *values, size_t *count)
{
	text_add_char(sql, '(');
	add_names(dialect, sql, selection->key, selection->key_count);
	text_print(sql, ") %s (", operator_of(side, true));
	for (size_t i = 0; i < selection->key_count; i++) {
		text_print(sql, "%s%s", i ? ", " : "", mark_of(marks, i));
		values[(*count)++] = key[i];
	}
	text_add_char(sql, ')');
}

/* a > ? OR a = ? AND b > ?: what the others walk an index by. */
static void compare_columns(const struct dialect *dialect, const struct selection *selection,
			    struct selection_marks marks, enum selection_side side,
			    const glim_value *key, struct text *sql, glim_value *values,
			    size_t *count)
{
	text_add_char(sql, '(');
	for (size_t last = 0; last < selection->key_count; last++) {
		text_add(sql, last ? " OR " : "");
		for (size_t i = 0; i <= last; i++) {
			text_add(sql, i ? " AND " : "");
			compare(dialect, selection, marks, i,
				i < last ? "="
					 : operator_of(side, last + 1 == selection->key_count),
				sql);
			values[(*count)++] = key[i];
		}
	}
	text_add_char(sql, ')');
}

void selection_condition(const struct dialect *dialect, const struct selection *selection,
			 struct selection_marks marks, enum selection_side side,
			 const glim_value *key, struct text *sql, glim_value *values, size_t *count)
{
	if (selection->key_count > 1 && dialect->walks_by_row_values)
		compare_rows(dialect, selection, marks, side, key, sql, values, count);
	else
		compare_columns(dialect, selection, marks, side, key, sql, values, count);
}

/* The condition may end in a comment. */
static const char *add_where(const struct selection *selection, struct text *sql,
			     glim_value *values, size_t *count)
{
	if (!selection->where || !*selection->where)
		return " WHERE ";
	text_print(sql, " WHERE (%s\n)", selection->where);
	for (size_t i = 0; i < selection->value_count; i++)
		values[(*count)++] = selection->values[i];
	return " AND ";
}

void selection_page(const struct dialect *dialect, const struct selection *selection,
		    struct selection_marks marks, enum selection_use use, struct text *sql,
		    glim_value **values, size_t *count)
{
	const char *between;

	*values = memory_alloc(
		(selection->value_count + selection->key_count * selection->key_count + 1) *
		sizeof **values);
	*count = 0;
	text_add(sql, "SELECT ");
	add_names(dialect, sql, selection->columns, selection->column_count);
	text_add(sql, " FROM ");
	dialect_add_name(dialect, sql, selection->table);
	between = add_where(selection, sql, *values, count);
	if (selection->after_count) {
		text_add(sql, between);
		selection_condition(dialect, selection, marks, SELECTION_BEHIND, selection->after,
				    sql, *values, count);
	}
	text_add(sql, " ORDER BY ");
	add_names(dialect, sql, selection->key, selection->key_count);
	text_add(sql, " LIMIT ?");
	(*values)[(*count)++] = glim_int(selection->limit);
	if (use == SELECTION_LOCK)
		text_add(sql, dialect->locks_rows);
}
