#include "guest/bulk.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <glim/data.h>

#include "base/memory.h"
#include "data/bulk.h"
#include "data/names.h"
#include "guest/request.h"

enum { ROWS_MOST = 10000, BYTES_MOST = 1024 * 1024 };

struct guest_bulk {
	glim_bulk bulk; /* first: all that a migration sees */
	struct guest *guest;
	uint32_t number;
	size_t columns;
	struct text values; /* of the rows that are collected */
	uint32_t rows;
	uint64_t given; /* rows so far */
	bool closed;
	struct guest_bulk *next;
};

static struct guest_bulk *bulk_of(glim_bulk *bulk)
{
	return (struct guest_bulk *)bulk;
}

static void put_rows(struct guest_bulk *bulk)
{
	struct text *out = &bulk->guest->wire.out;
	size_t frame;

	if (!bulk->rows)
		return;
	frame = wire_open(out, WIRE_BULK_ROWS);
	wire_put_u32(out, bulk->number);
	wire_put_u32(out, bulk->rows * (uint32_t)bulk->columns);
	text_add_bytes(out, bulk->values.data, bulk->values.length);
	wire_close(out, frame);
	text_clear(&bulk->values);
	bulk->rows = 0;
	bulk->guest->settled = false;
}

/* In the order in which the bulks were opened: where rows are given in turn, that of a parent and
 * its children. */
void bulk_put_rows(struct guest *guest)
{
	for (struct guest_bulk *bulk = guest->bulks; bulk; bulk = bulk->next)
		put_rows(bulk);
}

/* ---- Opening ---- */

struct declared {
	struct names columns, key;
	bool *is_key;
};

static void declared_finish(struct declared *declared)
{
	names_finish(&declared->columns);
	names_finish(&declared->key);
	free(declared->is_key);
}

static bool read_names(struct guest *guest, const char *what, const char *text, struct names *out)
{
	const char *why;

	if (!text || names_read(text, guest->names_rule, out, &why))
		return true;
	guest_misuse(guest, "a bulk's .%s \"%s\": %s", what, text, why);
	return false;
}

static bool mark_keys(struct guest *guest, struct declared *declared)
{
	const struct names *columns = &declared->columns;

	declared->is_key = memory_alloc(columns->count + 1);
	for (size_t i = 0; i < declared->key.count; i++) {
		size_t at = names_find((const char *const *)columns->list, columns->count,
				       guest->names_rule, declared->key.list[i]);

		if (at == columns->count) {
			guest_misuse(guest, "a bulk's key %s is none of its columns",
				     declared->key.list[i]);
			return false;
		}
		declared->is_key[at] = true;
	}
	return true;
}

static bool declare(struct guest *guest, const struct glim_bulk_options *options,
		    struct declared *declared, struct bulk *bulk)
{
	const bool deletes = options->mode == GLIM_BULK_DELETE;
	const char *columns = deletes && !options->columns ? options->key : options->columns;
	const char *problem;

	if (!options->table || !columns) {
		guest_misuse(guest, "a bulk without its %s", options->table ? "columns" : "table");
		return false;
	}
	if (!read_names(guest, "columns", columns, &declared->columns) ||
	    !read_names(guest, "key", options->key, &declared->key) || !mark_keys(guest, declared))
		return false;
	*bulk = (struct bulk){ (enum bulk_mode)options->mode, options->table,
			       (const char *const *)declared->columns.list, declared->is_key,
			       declared->columns.count };
	problem = bulk_problem(bulk);
	if (problem)
		guest_misuse(guest, "a bulk of %s: %s", options->table, problem);
	return !problem;
}

static void append(struct guest *guest, struct guest_bulk *bulk)
{
	struct guest_bulk **at = &guest->bulks;

	while (*at)
		at = &(*at)->next;
	*at = bulk;
}

static glim_bulk *create(struct guest *guest, const struct bulk *declared)
{
	struct guest_bulk *bulk = arena_alloc(&guest->arena, sizeof *bulk);
	size_t frame;

	if (!bulk) {
		guest_fail(guest, GLIM_ERROR, "out of memory");
		return NULL;
	}
	bulk->bulk = (glim_bulk){ .api = guest->ctx.api, .ctx = &guest->ctx };
	bulk->guest = guest;
	bulk->number = ++guest->bulk_count;
	bulk->columns = declared->count;
	frame = request_open(guest, WIRE_BULK_OPEN);
	wire_put_u32(&guest->wire.out, bulk->number);
	wire_put_bulk(&guest->wire.out, declared);
	wire_close(&guest->wire.out, frame);
	append(guest, bulk);
	return guest_done(guest) == GLIM_OK ? &bulk->bulk : NULL;
}

glim_bulk *bulk_open(glim_ctx *ctx, const struct glim_bulk_options *options)
{
	struct declared declared = { 0 };
	glim_bulk *bulk = NULL;
	struct bulk asked;
	struct guest *guest;

	if (!guest_enter_write(ctx, &guest))
		return NULL;
	if (!options || options->size < sizeof *options)
		guest_misuse(guest, "a bulk whose options have no size");
	else if (declare(guest, options, &declared, &asked))
		bulk = create(guest, &asked);
	declared_finish(&declared);
	return bulk;
}

/* ---- Rows ---- */

static bool check_row(struct guest_bulk *bulk, const glim_value *values, size_t count)
{
	if (bulk->closed)
		guest_misuse(bulk->guest, "a row of a bulk that is closed");
	else if (count != bulk->columns)
		guest_misuse(bulk->guest, "row %" PRIu64 ": %zu values in a bulk of %zu columns",
			     bulk->given + 1, count, bulk->columns);
	else
		return request_check_values(bulk->guest, values, count);
	return false;
}

/* Its first row comes behind rows of one that was opened later: these must not wait for it. */
static bool would_overtake(const struct guest_bulk *bulk)
{
	if (bulk->rows)
		return false;
	for (const struct guest_bulk *later = bulk->next; later; later = later->next)
		if (later->rows)
			return true;
	return false;
}

static void collect(struct guest_bulk *bulk, const glim_value *values, size_t count)
{
	if (would_overtake(bulk))
		bulk_put_rows(bulk->guest);
	for (size_t i = 0; i < count; i++)
		wire_put_value(&bulk->values, &values[i]);
	bulk->given++;
	bulk->rows++;
}

int bulk_row(glim_bulk *public, const glim_value *values, size_t count)
{
	struct guest_bulk *bulk = bulk_of(public);
	struct guest *guest;

	if (!guest_enter_write(public->ctx, &guest))
		return guest_refusal(public->ctx);
	if (!check_row(bulk, values, count))
		return guest->status;
	collect(bulk, values, count);
	if (bulk->rows < ROWS_MOST && bulk->values.length < BYTES_MOST)
		return guest_known(guest);
	bulk_put_rows(guest);
	return guest_done(guest);
}

static void forget(struct guest_bulk *bulk)
{
	struct guest_bulk **at = &bulk->guest->bulks;

	while (*at && *at != bulk)
		at = &(*at)->next;
	if (*at)
		*at = bulk->next;
	text_finish(&bulk->values);
	bulk->rows = 0;
	bulk->closed = true;
}

void bulk_forget_all(struct guest *guest)
{
	while (guest->bulks)
		forget(guest->bulks);
}

int bulk_close(glim_bulk *public)
{
	struct guest_bulk *bulk = bulk_of(public);
	struct guest *guest;
	size_t frame;

	if (!guest_enter(public->ctx, &guest))
		return guest_refusal(public->ctx);
	if (bulk->closed)
		return guest_misuse(guest, "a bulk is closed that is closed already, or was "
					   "taken back by glim_rollback()");
	frame = request_open(guest, WIRE_BULK_CLOSE);
	wire_put_u32(&guest->wire.out, bulk->number);
	wire_close(&guest->wire.out, frame);
	forget(bulk);
	if (!guest_ask(guest))
		return guest->status ? guest->status : GLIM_ERROR;
	return guest_stick(guest, (int)guest->answer.status, text_get(&guest->answer_message));
}
