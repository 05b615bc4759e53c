#include "guest/rows.h"

#include <stdlib.h>

#include "base/memory.h"
#include "guest/convert.h"
#include "guest/scan.h"

struct rewritten { /* a number as a text; lives until the next row */
	struct rewritten *before;
	char text[CONVERT_TEXT];
};

struct guest_rows {
	glim_rows rows; /* first: all that a migration sees */
	struct guest *guest;
	size_t columns;
	struct text cells; /* each row: its length, then its values as they came */
	size_t at;         /* in the cells: the next row */
	glim_value *current;
	size_t current_count;
	struct rewritten *rewritten;
	struct guest_scan *scan;  /* where the next page comes from; NULL for the rows of a query */
	size_t came;              /* rows of this page */
	size_t place;             /* of the row under way in it, from 1 */
	bool held, singly, taken; /* of a backfill */
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
	rows->came++;
}

void rows_walk(struct guest_rows *rows, struct guest_scan *scan)
{
	rows->scan = scan;
}

static void leave_row(struct guest_rows *rows)
{
	free(rows->current);
	rows->current = NULL;
	rows->current_count = 0;
	rows->taken = false;
	while (rows->rewritten) {
		struct rewritten *before = rows->rewritten->before;

		free(rows->rewritten);
		rows->rewritten = before;
	}
}

void rows_begin_page(struct guest_rows *rows)
{
	leave_row(rows);
	text_clear(&rows->cells);
	rows->at = rows->came = rows->place = 0;
}

size_t rows_came(const struct guest_rows *rows)
{
	return rows->came;
}

void rows_close(glim_rows *public)
{
	struct guest_rows *rows = rows_of(public);

	if (rows->held && rows->guest->backfill)
		return; /* glim_close() in the function of a backfill */
	leave_row(rows);
	text_finish(&rows->cells);
	scan_finish(rows->scan);
	rows->scan = NULL;
	rows->at = 0;
}

static void enter_row(struct guest_rows *rows)
{
	struct wire_body left = { .at = (unsigned char *)rows->cells.data + rows->at,
				  .left = rows->cells.length - rows->at };
	struct wire_body row = { 0 };

	row.at = wire_get_bytes(&left, &row.left);
	rows->at = rows->cells.length - left.left;
	rows->current = wire_get_values(&row, &rows->current_count);
	if (!rows->current || !rows->scan)
		return;
	rows->place++;
	scan_note_row(rows->scan, rows->current, rows->current_count);
	if (rows->current_count > scan_shown_columns(rows->scan))
		rows->current_count = scan_shown_columns(rows->scan);
}

static bool has_row(struct guest_rows *rows)
{
	return rows->guest->status == GLIM_OK &&
	       (rows->at < rows->cells.length || (rows->scan && scan_next_page(rows->scan, rows)));
}

bool rows_step(glim_rows *public)
{
	struct guest_rows *rows = rows_of(public);

	if (!guest_on_own_thread(rows->guest))
		return false;
	leave_row(rows);
	if (has_row(rows))
		enter_row(rows);
	if (!rows->current && !rows->held)
		rows_close(public);
	return rows->current != NULL;
}

int rows_next(glim_rows *public)
{
	struct guest_rows *rows = rows_of(public);

	if (!rows->singly)
		return rows_step(public);
	guest_misuse(rows->guest, "glim_next() in a function for one row: it is there already");
	return false;
}

void rows_hold(struct guest_rows *rows, bool singly)
{
	rows->held = true;
	rows->singly = singly;
}

bool rows_is_on_row(const struct guest_rows *rows)
{
	return rows->current != NULL;
}

size_t rows_place(const struct guest_rows *rows)
{
	return rows->place;
}

bool rows_take_key(struct guest_rows *rows, struct text *out)
{
	if (rows->taken)
		return false;
	rows->taken = true;
	scan_put_key(rows->scan, rows->current, out);
	return true;
}

void rows_leave(struct guest_rows *rows)
{
	leave_row(rows);
}

struct guest *rows_guest_of(const struct guest_rows *rows)
{
	return rows->guest;
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
