#include "guest/rows.h"

#include <stdlib.h>

#include "base/memory.h"
#include "guest/convert.h"

struct rewritten { /* a number as a text; lives until the next row */
	struct rewritten *before;
	char text[CONVERT_TEXT];
};

struct guest_rows {
	glim_rows rows; /* first: all that a migration sees */
	struct guest *guest;
	size_t columns;
	struct text cells; /* each row: its length, then its values as they came */
	struct wire_body left;
	glim_value *current;
	size_t current_count;
	struct rewritten *rewritten;
};

static struct guest_rows *rows_of(const glim_rows *rows)
{
	return (struct guest_rows *)rows;
}

struct guest_rows *rows_create(struct guest *guest)
{
	struct guest_rows *rows = arena_alloc(&guest->arena, sizeof *rows);

	if (!rows) {
		guest_fail(guest, GLIM_ERROR, "out of memory");
		return NULL;
	}
	rows->rows = (glim_rows){ .api = guest->ctx.api, .ctx = &guest->ctx };
	rows->guest = guest;
	return rows;
}

glim_rows *rows_public(struct guest_rows *rows)
{
	rows->left = (struct wire_body){ .at = (unsigned char *)rows->cells.data,
					 .left = rows->cells.length };
	return &rows->rows;
}

struct guest *rows_guest(const glim_rows *rows)
{
	return rows_of(rows)->guest;
}

void rows_set_columns(struct guest_rows *rows, size_t count)
{
	rows->columns = count;
}

void rows_add(struct guest_rows *rows, const struct wire_body *row)
{
	wire_put_bytes(&rows->cells, row->at, row->left);
}

static void leave_row(struct guest_rows *rows)
{
	free(rows->current);
	rows->current = NULL;
	rows->current_count = 0;
	while (rows->rewritten) {
		struct rewritten *before = rows->rewritten->before;

		free(rows->rewritten);
		rows->rewritten = before;
	}
}

void rows_close(glim_rows *public)
{
	struct guest_rows *rows = rows_of(public);

	leave_row(rows);
	text_finish(&rows->cells);
	rows->left = (struct wire_body){ 0 };
}

int rows_next(glim_rows *public)
{
	struct guest_rows *rows = rows_of(public);
	struct wire_body row = { 0 };

	if (!guest_on_own_thread(rows->guest))
		return false;
	leave_row(rows);
	if (rows->guest->status == GLIM_OK && rows->left.left) {
		row.at = wire_get_bytes(&rows->left, &row.left);
		rows->current = wire_get_values(&row, &rows->current_count);
	}
	if (!rows->current)
		rows_close(public);
	return rows->current != NULL;
}

const glim_value *rows_current(const glim_rows *rows, size_t *count)
{
	*count = rows_of(rows)->current_count;
	return rows_of(rows)->current;
}

static char *rewritten_room(struct guest_rows *rows)
{
	struct rewritten *room = memory_alloc(sizeof *room);

	room->before = rows->rewritten;
	rows->rewritten = room;
	return room->text;
}

static int get(struct guest_rows *rows, size_t column, int32_t type, glim_value *out)
{
	const glim_value *value;
	char room[CONVERT_TEXT];

	if (!rows->current)
		return guest_misuse(rows->guest, "a column was read without a row");
	if (column >= rows->current_count)
		return guest_misuse(rows->guest, "column %zu was read; the last one is %zu", column,
				    rows->current_count - 1);
	value = &rows->current[column];
	if (!convert_value(value, type, out, room, rows->guest->plain)) {
		*out = glim_null();
		return guest_misuse(rows->guest, "column %zu holds %s and was read as %s", column,
				    convert_type_name(value->type), convert_type_name(type));
	}
	if (out->type == GLIM_TYPE_TEXT && out->as.data == room)
		out->as.data = memcpy(rewritten_room(rows), room, sizeof room);
	return GLIM_OK;
}

int rows_get(glim_rows *public, size_t column, int32_t type, glim_value *out)
{
	struct guest_rows *rows = rows_of(public);

	*out = glim_null();
	if (!guest_on_own_thread(rows->guest))
		return GLIM_MISUSE;
	if (rows->guest->status != GLIM_OK)
		return rows->guest->status;
	return get(rows, column, type, out);
}
