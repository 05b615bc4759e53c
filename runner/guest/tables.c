#include "guest/tables.h"

#include <stdlib.h>

#include "guest/declaration.h"
#include "guest/record.h"
#include "guest/request.h"
#include "guest/rows.h"
#include "model/model.h"

static bool is_sound(struct guest *guest, const glim_model *from, const struct model *model)
{
	char *problem = from == guest->sound ? NULL : model_problem(model);

	if (problem)
		guest_misuse(guest, "%s", problem);
	else
		guest->sound = from;
	free(problem);
	return guest->status == GLIM_OK;
}

static bool read_model(struct guest *guest, const glim_model *from, struct model *model)
{
	char why[DECLARATION_WHY];

	if (!declaration_read(from, model, why)) {
		guest_misuse(guest, "%s", why);
		return false;
	}
	if (is_sound(guest, from, model))
		return true;
	declaration_finish(model);
	return false;
}

/* A request that is a site and a model. */
static int ask_for_table(glim_ctx *ctx, const glim_model *from, enum wire_kind kind)
{
	struct guest *guest;
	struct model model;
	size_t frame;

	if (!guest_enter_write(ctx, &guest))
		return guest_refusal(ctx);
	if (!read_model(guest, from, &model))
		return guest->status;
	frame = request_open(guest, kind);
	wire_put_model(&guest->wire.out, &model);
	wire_close(&guest->wire.out, frame);
	declaration_finish(&model);
	return guest_done(guest);
}

int tables_create(glim_ctx *ctx, const glim_model *model)
{
	return ask_for_table(ctx, model, WIRE_CREATE_TABLE);
}

int tables_drop(glim_ctx *ctx, const glim_model *model)
{
	return ask_for_table(ctx, model, WIRE_DROP_TABLE);
}

static void put_record(struct guest *guest, enum wire_kind kind, const struct model *model,
		       const glim_value *values)
{
	size_t frame = request_open(guest, kind);

	wire_put_model(&guest->wire.out, model);
	wire_put_values(&guest->wire.out, values, model->count);
	wire_close(&guest->wire.out, frame);
}

/* The values of `row`; NULL, and a failure, if they cannot be sent. */
static glim_value *read_row(struct guest *guest, const glim_model *model, const void *row)
{
	glim_value *values;

	if (!row) {
		guest_misuse(guest, "a row of %s that is a NULL pointer", model->name);
		return NULL;
	}
	values = record_read(model, row);
	if (request_check_values(guest, values, model->column_count))
		return values;
	free(values);
	return NULL;
}

static int ask_for_row(glim_ctx *ctx, const glim_model *from, const void *row, enum wire_kind kind)
{
	struct guest *guest;
	struct model model;
	glim_value *values;

	if (!guest_enter_write(ctx, &guest))
		return guest_refusal(ctx);
	if (!read_model(guest, from, &model))
		return guest->status;
	if (kind != WIRE_ADD && !model_key_count(&model))
		guest_misuse(guest, "%s has no primary key to find its row by", model.name);
	values = guest->status == GLIM_OK ? read_row(guest, from, row) : NULL;
	if (values && kind == WIRE_ADD)
		record_leave_out(from, values);
	if (values)
		put_record(guest, kind, &model, values);
	free(values);
	declaration_finish(&model);
	return guest_done(guest);
}

int tables_add(glim_ctx *ctx, const glim_model *model, const void *row)
{
	return ask_for_row(ctx, model, row, WIRE_ADD);
}

int tables_update(glim_ctx *ctx, const glim_model *model, const void *row)
{
	return ask_for_row(ctx, model, row, WIRE_UPDATE);
}

int tables_remove(glim_ctx *ctx, const glim_model *model, const void *row)
{
	return ask_for_row(ctx, model, row, WIRE_REMOVE);
}

glim_rows *tables_select(glim_ctx *ctx, const glim_model *from, const char *where,
			 const glim_value *values, size_t count)
{
	struct guest *guest;
	struct model model;
	size_t frame;

	if (!guest_enter(ctx, &guest) || !request_check(guest, where ? where : "", values, count) ||
	    !read_model(guest, from, &model))
		return NULL;
	frame = request_open(guest, WIRE_SELECT);
	wire_put_model(&guest->wire.out, &model);
	wire_put_text(&guest->wire.out, where);
	wire_put_values(&guest->wire.out, values, count);
	wire_close(&guest->wire.out, frame);
	declaration_finish(&model);
	return request_rows(guest);
}

int tables_fetch(glim_rows *rows, const glim_model *from, void *row)
{
	struct guest *guest = rows_guest(rows);
	const glim_value *values;
	struct model model;
	size_t count;

	if (!rows_next(rows))
		return false;
	if (!row) {
		guest_misuse(guest, "glim_fetch() into a NULL pointer");
		return false;
	}
	if (!read_model(guest, from, &model))
		return false;
	declaration_finish(&model);
	values = rows_current(rows, &count);
	return record_fill(guest, from, values, count, row);
}
