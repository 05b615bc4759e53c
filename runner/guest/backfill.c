#include "guest/backfill.h"

#include <stdlib.h>

#include <glim/data.h>

#include "base/memory.h"
#include "data/backfill.h"
#include "data/names.h"
#include "guest/request.h"
#include "guest/rows.h"
#include "guest/scan.h"

struct guest_backfill {
	struct guest *guest;
	const struct glim_backfill_options *options;
	struct guest_scan *scan;
	struct guest_rows *rows;
	struct names writes;
	struct text out; /* the key and the values of each row that is written */
	uint32_t values;
	int64_t before; /* rows that were met before the page under way */
	int answer; /* of the migration's function; it is not called again after another than 0 */
};

static bool misuse(struct guest *guest, const char *why)
{
	guest_misuse(guest, "a backfill %s", why);
	return false;
}

static bool check(struct guest *guest, const struct glim_backfill_options *options)
{
	if (!options || options->size < sizeof *options)
		return misuse(guest, "whose options have no size");
	if (!options->set && !options->row == !options->page)
		return misuse(guest, "has one function, for a row or for a page");
	if (options->set && (options->row || options->page || options->writes))
		return misuse(guest, "whose .set says what is written needs no function, and no "
				     ".writes");
	if (!options->set && !options->writes)
		return misuse(guest, "without .writes: which columns does its function compute?");
	return true;
}

static bool read_writes(struct guest_backfill *backfill)
{
	const char *text = backfill->options->writes;
	const char *why;

	if (!text || names_read(text, backfill->guest->names_rule, &backfill->writes, &why))
		return true;
	guest_misuse(backfill->guest, "a backfill's .writes \"%s\": %s", text, why);
	return false;
}

/* The walk goes by the key, and would meet the row again or leave others out. */
static bool leaves_key_alone(struct guest_backfill *backfill)
{
	const struct selection *selection = scan_selection(backfill->scan);

	for (size_t i = 0; i < backfill->writes.count; i++)
		if (names_find(selection->key, selection->key_count, backfill->guest->names_rule,
			       backfill->writes.list[i]) < selection->key_count) {
			guest_misuse(backfill->guest, "a backfill cannot write its own key %s",
				     backfill->writes.list[i]);
			return false;
		}
	return true;
}

static bool prepare(struct guest_backfill *backfill)
{
	const struct glim_backfill_options *options = backfill->options;
	const struct glim_scan_options scan = {
		.size = sizeof scan,
		.page_rows = options->page_rows,
		.table = options->table,
		.key = options->key,
		.columns = options->columns ? options->columns : options->key,
		.where = options->where,
		.values = options->values,
		.key_vouched = options->key_vouched,
	};

	backfill->scan = scan_create(backfill->guest, &scan, "a backfill");
	if (!backfill->scan || !read_writes(backfill) || !leaves_key_alone(backfill))
		return false;
	backfill->rows = rows_create(backfill->guest);
	if (!backfill->rows)
		return false;
	rows_walk(backfill->rows, backfill->scan);
	rows_hold(backfill->rows, options->row != NULL);
	return true;
}

static void put_order(struct guest_backfill *backfill)
{
	const struct glim_backfill_options *options = backfill->options;
	struct guest *guest = backfill->guest;
	const struct backfill order = {
		.selection = *scan_selection(backfill->scan),
		.writes = (const char **)backfill->writes.list,
		.write_count = backfill->writes.count,
		.set = options->set,
		.page_ms = options->page_ms,
		.pause_ms = options->pause_ms,
		.threads_most = options->threads_most,
	};
	size_t frame = request_open(guest, WIRE_BACKFILL);

	wire_put_backfill(&guest->wire.out, &order);
	wire_close(&guest->wire.out, frame);
}

static void put_page(struct guest_backfill *backfill)
{
	struct text *out = &backfill->guest->wire.out;
	size_t frame = wire_open(out, WIRE_BACKFILL_PAGE);

	wire_put_u32(out, backfill->values);
	text_add_bytes(out, backfill->out.data, backfill->out.length);
	wire_close(out, frame);
	text_clear(&backfill->out);
	backfill->values = 0;
}

void backfill_begin_page(struct guest_backfill *backfill, int64_t before)
{
	backfill->before = before;
	rows_begin_page(backfill->rows);
	text_clear(&backfill->out);
	backfill->values = 0;
}

/* Calls the function for the next row that is there; false if there is none to do. */
static bool call_for_row(struct guest_backfill *backfill)
{
	const struct glim_backfill_options *options = backfill->options;
	glim_rows *rows = rows_public(backfill->rows);

	if (backfill->answer || !rows_step(rows))
		return false;
	backfill->guest->backfill = backfill;
	backfill->answer = options->row(rows, options->data);
	backfill->guest->backfill = NULL;
	return true;
}

/*
 * Between two looks at what has come, so that the database waits for no function: a server cuts off
 * who does not read.
 */
static bool work(void *data)
{
	const int64_t slice = 1000, end = guest_clock() + slice;
	struct guest_backfill *backfill = data;
	bool worked = false;

	while (call_for_row(backfill)) {
		worked = true;
		if (guest_clock() >= end)
			break;
	}
	return worked;
}

/*
 * Sends what was put last and takes the next page; false when there is none. A function for a row
 * begins before the last one has come.
 */
static bool next_page(struct guest_backfill *backfill)
{
	struct guest *guest = backfill->guest;

	backfill_begin_page(backfill, backfill->before);
	guest->filling = backfill->rows;
	guest->fills = backfill;
	if (guest_ask_beside(guest, backfill->options->row ? work : NULL, backfill))
		guest_stick(guest, (int)guest->answer.status, text_get(&guest->answer_message));
	guest->filling = NULL;
	guest->fills = NULL;
	return guest->status == GLIM_OK && guest->answer.code != 0;
}

static void call_for_page(struct guest_backfill *backfill)
{
	const struct glim_backfill_options *options = backfill->options;

	backfill->guest->backfill = backfill;
	backfill->answer = options->page(rows_public(backfill->rows), options->data);
	backfill->guest->backfill = NULL;
}

static void call(struct guest_backfill *backfill)
{
	const struct glim_backfill_options *options = backfill->options;
	struct guest *guest = backfill->guest;
	char message[80];

	if (options->page)
		call_for_page(backfill);
	while (options->row && call_for_row(backfill))
		;
	rows_leave(backfill->rows);
	if (!backfill->answer || guest->status != GLIM_OK)
		return;
	snprintf(message, sizeof message, "the function of the backfill returned %d",
		 backfill->answer);
	guest_fail(guest, GLIM_ERROR, message);
}

static void walk(struct guest_backfill *backfill)
{
	put_order(backfill);
	while (next_page(backfill)) {
		call(backfill);
		if (backfill->guest->status != GLIM_OK)
			return;
		put_page(backfill);
	}
}

static void finish(struct guest_backfill *backfill)
{
	if (backfill->rows)
		rows_close(rows_public(backfill->rows));
	else
		scan_finish(backfill->scan);
	names_finish(&backfill->writes);
	text_finish(&backfill->out);
}

/* Not on the stack, which a function may leave by a longjmp() or an exception. */
static struct guest_backfill *create(struct guest *guest,
				     const struct glim_backfill_options *options)
{
	struct guest_backfill *backfill = arena_alloc(&guest->arena, sizeof *backfill);

	if (!backfill) {
		guest_fail(guest, GLIM_ERROR, "out of memory");
		return NULL;
	}
	backfill->guest = guest;
	backfill->options = options;
	return backfill;
}

int backfill_run(glim_ctx *ctx, const struct glim_backfill_options *options)
{
	struct guest *guest;
	struct guest_backfill *backfill;

	if (!guest_enter(ctx, &guest))
		return guest_refusal(ctx);
	backfill = check(guest, options) ? create(guest, options) : NULL;
	if (!backfill)
		return guest->status;
	if (prepare(backfill))
		walk(backfill);
	finish(backfill);
	return guest->status;
}

static bool check_put(struct guest_backfill *backfill, const struct guest_rows *rows, size_t count)
{
	struct guest *guest = rows_guest_of(rows);

	if (!backfill || rows != backfill->rows)
		return guest_misuse(guest, "glim_put() of rows that are no page of a backfill"),
		       false;
	if (!rows_is_on_row(rows))
		return guest_misuse(guest, "glim_put() without a row"), false;
	if (count != backfill->writes.count)
		return guest_misuse(guest, "row %lld: glim_put() of %zu values for %zu columns",
				    (long long)backfill->before + (long long)rows_place(rows),
				    count, backfill->writes.count),
		       false;
	return true;
}

int backfill_put(glim_rows *public, const glim_value *values, size_t count)
{
	struct guest *guest = rows_guest(public);
	struct guest_backfill *backfill = guest->backfill;

	if (!guest_on_own_thread(guest))
		return GLIM_MISUSE;
	if (guest->status != GLIM_OK)
		return guest->status;
	if (!check_put(backfill, (struct guest_rows *)public, count) ||
	    !request_check_values(guest, values, count))
		return guest->status;
	if (!rows_take_key(backfill->rows, &backfill->out))
		return guest_misuse(guest, "glim_put() twice for one row");
	for (size_t i = 0; i < count; i++)
		wire_put_value(&backfill->out, &values[i]);
	backfill->values += (uint32_t)(scan_selection(backfill->scan)->key_count + count);
	return GLIM_OK;
}
