#include "guest/scan.h"

#include <stdlib.h>

#include <glim/data.h>

#include "base/memory.h"
#include "data/names.h"
#include "data/selection.h"
#include "guest/request.h"
#include "guest/rows.h"

enum { PAGE_ROWS = 1000, PAGE_ROWS_MOST = 100000 };

struct guest_scan {
	struct guest *guest;
	struct wire_site site;
	struct selection selection; /* its texts are owned */
	struct names columns, key;
	size_t shown;       /* of the columns; the key's that nobody asked for stand behind */
	size_t *key_at;     /* the columns of the key */
	struct text held;   /* the data of the values of the condition */
	uint32_t page_rows; /* as the migration wants it */
	bool more;
};

/* ---- Opening ---- */

static bool read_names(struct guest *guest, const char *whose, const char *what, const char *text,
		       struct names *out)
{
	const char *why = "it is missing";

	if (text && names_read(text, guest->names_rule, out, &why))
		return true;
	guest_misuse(guest, "%s's .%s \"%s\": %s", whose, what, text ? text : "", why);
	return false;
}

/* Each page begins behind the key of the last row, so it is read even if nobody asked for it. */
static void read_key_too(struct guest_scan *scan)
{
	struct names *columns = &scan->columns;

	scan->shown = columns->count;
	scan->key_at = memory_alloc(scan->key.count * sizeof *scan->key_at);
	for (size_t i = 0; i < scan->key.count; i++) {
		const char *name = scan->key.list[i];
		size_t at = names_find((const char *const *)columns->list, columns->count,
				       scan->guest->names_rule, name);

		scan->key_at[i] = at;
		if (at < columns->count)
			continue;
		columns->list =
			memory_grow_for(columns->list, columns->count, sizeof *columns->list);
		columns->list[columns->count++] = memory_copy(name);
	}
}

/* The values are the caller's during the call only. */
static void hold_values(struct guest_scan *scan, const glim_value *values, size_t count)
{
	struct selection *selection = &scan->selection;
	size_t bytes = 0;

	for (size_t i = 0; i < count; i++)
		bytes += values[i].type >= GLIM_TYPE_TEXT ? values[i].length : 0;
	scan->held.data = memory_alloc(bytes + 1);
	selection->values = memory_alloc((count + 1) * sizeof *selection->values);
	selection->value_count = count;
	for (size_t i = 0; i < count; i++) {
		selection->values[i] = values[i];
		if (values[i].type < GLIM_TYPE_TEXT || !values[i].length)
			continue;
		selection->values[i].as.data = memcpy(scan->held.data + scan->held.length,
						      values[i].as.data, values[i].length);
		scan->held.length += values[i].length;
	}
}

static void fill_selection(struct guest_scan *scan, const struct glim_scan_options *options)
{
	struct selection *selection = &scan->selection;
	const uint32_t rows = options->page_rows ? options->page_rows : PAGE_ROWS;

	scan->page_rows = rows < PAGE_ROWS_MOST ? rows : PAGE_ROWS_MOST;
	selection->table = memory_copy(options->table);
	selection->where = memory_copy(options->where);
	selection->columns = (const char **)scan->columns.list;
	selection->column_count = scan->columns.count;
	selection->key = (const char **)scan->key.list;
	selection->key_count = scan->key.count;
	selection->after = memory_alloc(scan->key.count * sizeof *selection->after);
	selection->limit = scan->page_rows;
	selection->key_vouched = options->key_vouched != 0;
}

static bool is_sound(struct guest *guest, const struct glim_scan_options *options, size_t values,
		     const char *what)
{
	if (!options || options->size < sizeof *options) {
		guest_misuse(guest, "%s whose options have no size", what);
		return false;
	}
	if (!options->table) {
		guest_misuse(guest, "%s without a table", what);
		return false;
	}
	return request_check(guest, options->where ? options->where : "", options->values, values);
}

struct guest_scan *scan_create(struct guest *guest, const struct glim_scan_options *options,
			       const char *what)
{
	const size_t count = options && options->size >= sizeof *options && options->values
				     ? glim_count(options->values)
				     : 0;
	struct guest_scan *scan;

	if (!is_sound(guest, options, count, what))
		return NULL;
	scan = memory_alloc(sizeof *scan);
	scan->guest = guest;
	scan->site = guest->site;
	if (read_names(guest, what, "columns", options->columns, &scan->columns) &&
	    read_names(guest, what, "key", options->key, &scan->key)) {
		read_key_too(scan);
		fill_selection(scan, options);
		hold_values(scan, options->values, count);
		return scan;
	}
	scan_finish(scan);
	return NULL;
}

void scan_finish(struct guest_scan *scan)
{
	if (!scan)
		return;
	free((char *)scan->selection.table);
	free((char *)scan->selection.where);
	free(scan->selection.values);
	free(scan->selection.after);
	free(scan->key_at);
	free(scan->held.data);
	names_finish(&scan->columns);
	names_finish(&scan->key);
	free(scan);
}

/* ---- Pages ---- */

/* A page ends early when its rows are large: the next one asks for no more than came. */
static void adapt(struct guest_scan *scan, size_t came)
{
	uint32_t *limit = &scan->selection.limit;

	if (came < *limit)
		*limit = came ? (uint32_t)came : 1;
	else
		*limit = *limit < scan->page_rows / 2 ? *limit * 2 : scan->page_rows;
}

static bool ask(struct guest_scan *scan, struct guest_rows *rows)
{
	struct guest *guest = scan->guest;
	size_t frame, came;

	guest->site = scan->site;
	frame = request_open(guest, WIRE_SCAN);
	wire_put_selection(&guest->wire.out, &scan->selection);
	wire_close(&guest->wire.out, frame);
	rows_begin_page(rows);
	guest->filling = rows;
	if (guest_ask(guest))
		guest_stick(guest, (int)guest->answer.status, text_get(&guest->answer_message));
	guest->filling = NULL;
	came = rows_came(rows);
	scan->more = guest->status == GLIM_OK && guest->answer.code != 0;
	adapt(scan, came);
	return guest->status == GLIM_OK && came > 0;
}

bool scan_next_page(struct guest_scan *scan, struct guest_rows *rows)
{
	struct guest *guest = scan->guest;

	if (scan->more && guest->backfill)
		guest_misuse(guest, "a scan cannot go on in the function of a backfill");
	return scan->more && guest->status == GLIM_OK && ask(scan, rows);
}

void scan_note_row(struct guest_scan *scan, const glim_value *values, size_t count)
{
	for (size_t i = 0; i < scan->key.count; i++)
		if (scan->key_at[i] < count)
			scan->selection.after[i] = values[scan->key_at[i]];
	scan->selection.after_count = scan->key.count;
}

const struct selection *scan_selection(const struct guest_scan *scan)
{
	return &scan->selection;
}

void scan_put_key(const struct guest_scan *scan, const glim_value *values, struct text *out)
{
	for (size_t i = 0; i < scan->key.count; i++)
		wire_put_value(out, &values[scan->key_at[i]]);
}

size_t scan_shown_columns(const struct guest_scan *scan)
{
	return scan->shown;
}

glim_rows *scan_open(glim_ctx *ctx, const struct glim_scan_options *options)
{
	struct guest *guest;
	struct guest_scan *scan;
	struct guest_rows *rows;

	if (!guest_enter(ctx, &guest))
		return NULL;
	scan = scan_create(guest, options, "a scan");
	rows = scan ? rows_create(guest) : NULL;
	if (!rows) {
		scan_finish(scan);
		return NULL;
	}
	rows_walk(rows, scan);
	ask(scan, rows);
	if (guest->status == GLIM_OK)
		return rows_public(rows);
	rows_close(rows_public(rows));
	return NULL;
}
