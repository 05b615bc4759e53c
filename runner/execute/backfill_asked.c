#include "execute/backfill.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/names.h"
#include "execute/bulk.h"

static void fill_update(struct running_backfill *backfill)
{
	const struct backfill *asked = &backfill->asked;
	const size_t keys = asked->selection.key_count, count = keys + asked->write_count;

	backfill->columns = memory_alloc((count + 1) * sizeof *backfill->columns);
	backfill->is_key = memory_alloc(count + 1);
	for (size_t i = 0; i < count; i++) {
		backfill->columns[i] = i < keys ? asked->selection.key[i] : asked->writes[i - keys];
		backfill->is_key[i] = i < keys;
	}
	if (asked->write_count)
		backfill->update = (struct bulk){ BULK_UPDATE, asked->selection.table,
						  backfill->columns, backfill->is_key, count };
}

static void find_key(struct running_backfill *backfill, const struct dialect *dialect)
{
	const struct selection *selection = &backfill->asked.selection;

	backfill->key_at = memory_alloc(selection->key_count * sizeof *backfill->key_at);
	backfill->key_values = memory_alloc(selection->key_count * sizeof *backfill->key_values);
	for (size_t i = 0; i < selection->key_count; i++)
		backfill->key_at[i] = names_find(selection->columns, selection->column_count,
						 dialect->names_rule, selection->key[i]);
}

/* As the journal knows it, and people see it. */
static char *shown_sql(const struct running_backfill *backfill, const struct dialect *dialect)
{
	const struct selection *selection = &backfill->asked.selection;
	struct text sql = { 0 };

	if (backfill->asked.set) {
		text_add(&sql, "UPDATE ");
		dialect_add_name(dialect, &sql, selection->table);
		text_print(&sql, " SET %s\n", backfill->asked.set);
	} else {
		dialect_bulk(dialect, &sql, &backfill->update, 1);
	}
	if (selection->where && *selection->where)
		text_print(&sql, "%s(%s\n)", backfill->asked.set ? " WHERE " : " AND ",
			   selection->where);
	return text_take(&sql);
}

static void count_set_values(struct running_backfill *backfill, const struct dialect *dialect)
{
	struct text ignored = { 0 };
	size_t marks = 0;

	if (backfill->asked.set)
		marks = statement_marks(&dialect->lexis, backfill->asked.set, '?', &ignored);
	text_finish(&ignored);
	if (marks > backfill->asked.selection.value_count)
		marks = backfill->asked.selection.value_count;
	backfill->set_values = backfill->asked.selection.values;
	backfill->set_count = marks;
}

struct running_backfill *backfill_create(const struct backfill *asked,
					 const struct dialect *dialect)
{
	struct running_backfill *backfill = memory_alloc(sizeof *backfill);
	struct wire_body body;

	wire_put_backfill(&backfill->frame, asked);
	body = (struct wire_body){ .at = (unsigned char *)backfill->frame.data,
				   .left = backfill->frame.length };
	wire_get_backfill(&body, &backfill->asked);
	fill_update(backfill);
	find_key(backfill, dialect);
	count_set_values(backfill, dialect);
	backfill->sql = shown_sql(backfill, dialect);
	backfill->rows = asked->selection.limit;
	return backfill;
}
