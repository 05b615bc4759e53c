/* The frames that walk through a table and write to it: selections, bulks and backfills. */
#include <stdlib.h>

#include "base/memory.h"
#include "wire/wire.h"

static void put_names(struct text *out, const char *const *names, size_t count)
{
	wire_put_u32(out, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		wire_put_text(out, names[i]);
}

static const char **get_names(struct wire_body *body, size_t *count)
{
	const char **names;

	*count = wire_get_u32(body);
	if (*count > WIRE_COLUMNS_MOST)
		body->bad = true;
	if (body->bad) {
		*count = 0;
		return NULL;
	}
	names = memory_alloc((*count + 1) * sizeof *names);
	for (size_t i = 0; i < *count; i++) {
		names[i] = wire_get_text(body);
		body->bad |= !names[i];
	}
	return names;
}

void wire_put_selection(struct text *out, const struct selection *selection)
{
	wire_put_text(out, selection->table);
	put_names(out, selection->columns, selection->column_count);
	put_names(out, selection->key, selection->key_count);
	wire_put_text(out, selection->where);
	wire_put_values(out, selection->values, selection->value_count);
	wire_put_values(out, selection->after, selection->after_count);
	wire_put_u32(out, selection->limit);
	wire_put_u32(out, selection->key_vouched);
}

static bool has_end(const glim_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (values[i].type == GLIM_TYPE_END)
			return true;
	return false;
}

void wire_get_selection(struct wire_body *body, struct selection *selection)
{
	*selection = (struct selection){ 0 };
	selection->table = wire_get_text(body);
	selection->columns = get_names(body, &selection->column_count);
	selection->key = get_names(body, &selection->key_count);
	selection->where = wire_get_text(body);
	selection->values = wire_get_values(body, &selection->value_count);
	selection->after = wire_get_values(body, &selection->after_count);
	selection->limit = wire_get_u32(body);
	selection->key_vouched = wire_get_u32(body) != 0;
	if (!selection->table || !selection->limit || !selection->column_count ||
	    !selection->key_count ||
	    (selection->after_count && selection->after_count != selection->key_count) ||
	    has_end(selection->values, selection->value_count) ||
	    has_end(selection->after, selection->after_count))
		body->bad = true;
}

void wire_put_bulk(struct text *out, const struct bulk *bulk)
{
	wire_put_u32(out, bulk->mode);
	wire_put_text(out, bulk->table);
	put_names(out, bulk->columns, bulk->count);
	for (size_t i = 0; i < bulk->count; i++)
		wire_put_u32(out, bulk->is_key[i]);
}

struct bulk *wire_get_bulk(struct wire_body *body)
{
	struct bulk borrowed = { .mode = (enum bulk_mode)wire_get_u32(body) };
	struct bulk *bulk = NULL;
	const char **columns;
	bool *is_key;

	borrowed.table = wire_get_text(body);
	columns = get_names(body, &borrowed.count);
	is_key = memory_alloc(borrowed.count + 1);
	for (size_t i = 0; i < borrowed.count; i++)
		is_key[i] = wire_get_u32(body) != 0;
	borrowed.columns = columns;
	borrowed.is_key = is_key;
	if (!borrowed.table || bulk_problem(&borrowed))
		body->bad = true;
	if (!body->bad)
		bulk = bulk_copy(&borrowed);
	free(columns);
	free(is_key);
	return bulk;
}

void wire_put_backfill(struct text *out, const struct backfill *backfill)
{
	wire_put_selection(out, &backfill->selection);
	put_names(out, backfill->writes, backfill->write_count);
	wire_put_text(out, backfill->set);
	wire_put_u32(out, backfill->page_ms);
	wire_put_u32(out, backfill->pause_ms);
	wire_put_u32(out, backfill->threads_most);
}

void wire_get_backfill(struct wire_body *body, struct backfill *backfill)
{
	*backfill = (struct backfill){ 0 };
	wire_get_selection(body, &backfill->selection);
	backfill->writes = get_names(body, &backfill->write_count);
	backfill->set = wire_get_text(body);
	backfill->page_ms = wire_get_u32(body);
	backfill->pause_ms = wire_get_u32(body);
	backfill->threads_most = wire_get_u32(body);
	if (!backfill->set == !backfill->write_count || backfill->selection.after_count)
		body->bad = true;
}
