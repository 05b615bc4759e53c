#include "guest/request.h"

#include "guest/bulk.h"
#include "guest/rows.h"

static bool fits(struct guest *guest, size_t bytes)
{
	const size_t most = WIRE_FRAME_MOST - 1024 * 1024; /* room for numbers, names and a model */

	if (bytes <= most)
		return true;
	guest_misuse(guest, "a statement and its values of more than 1 GiB");
	return false;
}

static bool check_value(struct guest *guest, const glim_value *value, size_t place)
{
	if (value->type < GLIM_TYPE_NULL || value->type > GLIM_TYPE_BLOB) {
		guest_misuse(guest, "value %zu is of the unknown type %d", place + 1, value->type);
		return false;
	}
	if (value->type >= GLIM_TYPE_TEXT && !value->as.data && value->length) {
		guest_misuse(guest, "value %zu has a length and no data", place + 1);
		return false;
	}
	return true;
}

bool request_check_values(struct guest *guest, const glim_value *values, size_t count)
{
	size_t bytes = 0;

	if (count > GUEST_VALUES_MOST || (count && !values)) {
		guest_misuse(guest, "%zu values in one call; at most %d are taken", count,
			     GUEST_VALUES_MOST);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (!check_value(guest, &values[i], i))
			return false;
		bytes += values[i].type >= GLIM_TYPE_TEXT ? values[i].length : 0;
	}
	return fits(guest, bytes);
}

bool request_check(struct guest *guest, const char *sql, const glim_value *values, size_t count)
{
	if (!sql) {
		guest_misuse(guest, "a call with a NULL pointer for its SQL");
		return false;
	}
	if (!request_check_values(guest, values, count))
		return false;
	return fits(guest, strlen(sql));
}

/* What is asked finds the rows that were given before; only a page of a scan need not. */
size_t request_open(struct guest *guest, enum wire_kind kind)
{
	size_t frame;

	if (kind != WIRE_SCAN && kind != WIRE_BULK_OPEN)
		bulk_put_rows(guest);
	frame = wire_open(&guest->wire.out, kind);
	wire_put_site(&guest->wire.out, &guest->site);
	return frame;
}

void request_statement(struct guest *guest, enum wire_kind kind, const char *sql,
		       const glim_value *values, size_t count)
{
	size_t frame = request_open(guest, kind);

	wire_put_text(&guest->wire.out, sql);
	wire_put_values(&guest->wire.out, values, count);
	wire_close(&guest->wire.out, frame);
}

glim_rows *request_rows(struct guest *guest)
{
	struct guest_rows *rows = rows_create(guest);

	if (!rows)
		return NULL;
	guest->filling = rows;
	if (guest_ask(guest))
		guest_stick(guest, (int)guest->answer.status, text_get(&guest->answer_message));
	guest->filling = NULL;
	if (guest->status == GLIM_OK)
		return rows_public(rows);
	rows_close(rows_public(rows));
	return NULL;
}
