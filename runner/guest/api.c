#include "guest/guest.h"

#include <stdlib.h>

#include "guest/backfill.h"
#include "guest/bulk.h"
#include "guest/request.h"
#include "guest/rows.h"
#include "guest/scan.h"
#include "guest/tables.h"

/* ---- Statements ---- */

static int api_exec(glim_ctx *ctx, const char *sql, const glim_value *values, size_t count)
{
	struct guest *guest;

	if (!guest_enter_write(ctx, &guest))
		return guest_refusal(ctx);
	if (!request_check(guest, sql, values, count))
		return guest->status;
	request_statement(guest, WIRE_EXEC, sql, values, count);
	return guest_done(guest);
}

static int api_script(glim_ctx *ctx, const char *sql)
{
	struct guest *guest;
	size_t frame;

	if (!guest_enter_write(ctx, &guest))
		return guest_refusal(ctx);
	if (!request_check(guest, sql, NULL, 0))
		return guest->status;
	frame = request_open(guest, WIRE_SCRIPT);
	wire_put_text(&guest->wire.out, sql);
	wire_close(&guest->wire.out, frame);
	return guest_done(guest);
}

static int api_try(glim_ctx *ctx, const char *sql, const glim_value *values, size_t count)
{
	struct guest *guest;

	if (!guest_enter(ctx, &guest) || !request_check(guest, sql, values, count))
		return -1;
	request_statement(guest, WIRE_TRY, sql, values, count);
	if (!guest_ask(guest) || guest->status != GLIM_OK)
		return -1;
	if (guest->answer.code == -1)
		guest_stick(guest, guest->answer.status ? (int)guest->answer.status : GLIM_ERROR,
			    text_get(&guest->answer_message));
	return guest->answer.code;
}

static glim_rows *api_query(glim_ctx *ctx, const char *sql, const glim_value *values, size_t count)
{
	struct guest *guest;

	if (!guest_enter(ctx, &guest) || !request_check(guest, sql, values, count))
		return NULL;
	request_statement(guest, WIRE_QUERY, sql, values, count);
	return request_rows(guest);
}

static int api_flush(glim_ctx *ctx)
{
	struct guest *guest;

	if (((struct guest *)ctx)->backfill && guest_enter_aside(ctx, &guest))
		return GLIM_OK; /* in a backfill's function nothing waits */
	return guest_enter(ctx, &guest) ? guest_settle(guest) : guest_refusal(ctx);
}

/* ---- Savepoints ---- */

/* Asks a request that is only a site; returns the answer's status, which sticks. */
static int ask_plain(struct guest *guest, enum wire_kind kind)
{
	wire_close(&guest->wire.out, request_open(guest, kind));
	if (!guest_ask(guest))
		return guest->status ? guest->status : GLIM_ERROR;
	guest_stick(guest, (int)guest->answer.status, text_get(&guest->answer_message));
	return (int)guest->answer.status;
}

static int api_begin(glim_ctx *ctx)
{
	struct guest *guest;
	int status;

	if (!guest_enter(ctx, &guest))
		return guest_refusal(ctx);
	if (guest->depth == GUEST_DEPTH_MOST)
		return guest_misuse(guest, "glim_begin() more than %d deep", GUEST_DEPTH_MOST);
	status = ask_plain(guest, WIRE_BEGIN);
	guest->depth += status == GLIM_OK;
	return status;
}

static int api_commit(glim_ctx *ctx)
{
	struct guest *guest;
	int status;

	if (!guest_enter(ctx, &guest))
		return guest_refusal(ctx);
	if (!guest->depth)
		return guest_misuse(guest, "glim_commit() without a glim_begin()");
	status = ask_plain(guest, WIRE_COMMIT);
	guest->depth -= status == GLIM_OK;
	return status;
}

static int api_rollback(glim_ctx *ctx)
{
	struct guest *guest;
	int status;

	if (!guest_enter_failed(ctx, &guest) || guest->backfill)
		return GLIM_MISUSE;
	if (!guest->depth) {
		guest_misuse(guest, "glim_rollback() without a glim_begin()");
		return GLIM_MISUSE;
	}
	guest->depth--;
	status = ask_plain(guest, WIRE_ROLLBACK);
	bulk_forget_all(guest);
	return status;
}

/* ---- Failures ---- */

static int api_status(glim_ctx *ctx)
{
	return api_flush(ctx);
}

static const char *api_message(glim_ctx *ctx)
{
	struct guest *guest;

	if (!((struct guest *)ctx)->backfill && guest_enter(ctx, &guest))
		guest_settle(guest);
	guest = (struct guest *)ctx;
	return guest_on_own_thread(guest) ? text_get(&guest->message) : "";
}

static int api_error(glim_ctx *ctx, int status, const char *message)
{
	struct guest *guest;

	if (!guest_enter_aside(ctx, &guest))
		return guest_refusal(ctx);
	return guest_fail(guest, status == GLIM_OK ? GLIM_ERROR : status, message);
}

/* The host is always asked: it may know a failure that has not come here yet. */
static int api_clear(glim_ctx *ctx)
{
	struct guest *guest;

	if (!guest_enter_failed(ctx, &guest) || guest->backfill)
		return GLIM_MISUSE;
	wire_close(&guest->wire.out, request_open(guest, WIRE_CLEAR));
	if (!guest_ask(guest))
		return guest->status ? guest->status : GLIM_ERROR;
	if (guest->answer.status == GLIM_OK)
		guest_clear(guest);
	else
		guest_stick(guest, (int)guest->answer.status, text_get(&guest->answer_message));
	return (int)guest->answer.status;
}

/* ---- The rest ---- */

static void api_log(glim_ctx *ctx, int level, const char *message)
{
	struct guest *guest;
	size_t frame;

	if (!guest_enter_failed(ctx, &guest))
		return;
	frame = wire_open(&guest->wire.out, WIRE_LOG);
	wire_put_u32(&guest->wire.out, (uint32_t)level);
	wire_put_text(&guest->wire.out, message ? message : "");
	wire_close(&guest->wire.out, frame);
	guest_push(guest);
}

static int api_progress(glim_ctx *ctx, uint64_t done, uint64_t total)
{
	struct guest *guest;

	if (!guest_enter_aside(ctx, &guest))
		return guest_refusal(ctx);
	guest_tell_progress(guest, done, total);
	if (guest_known(guest) != GLIM_OK)
		return guest_known(guest);
	return guest->stopped ? GLIM_CANCELLED : GLIM_OK;
}

static const char *api_driver(glim_ctx *ctx)
{
	struct guest *guest;

	guest_enter_failed(ctx, &guest);
	return guest->driver;
}

static int64_t api_changes(glim_ctx *ctx)
{
	return api_flush(ctx) == GLIM_OK ? ((struct guest *)ctx)->answer.changes : 0;
}

static int64_t api_last_id(glim_ctx *ctx)
{
	return api_flush(ctx) == GLIM_OK ? ((struct guest *)ctx)->answer.last_id : 0;
}

static void *api_allocate(glim_ctx *ctx, size_t size)
{
	struct guest *guest;
	void *memory;

	if (!guest_enter_aside(ctx, &guest))
		return NULL;
	memory = arena_alloc(&guest->arena, size);
	if (!memory)
		guest_fail(guest, GLIM_ERROR, "out of memory");
	return memory;
}

const glim_api guest_api = {
	.size = sizeof(glim_api),
	.abi = GLIM_ABI,
	.exec = api_exec,
	.query = api_query,
	.try_exec = api_try,
	.script = api_script,
	.flush = api_flush,
	.next_row = rows_next,
	.get_column = rows_get,
	.close_rows = rows_close,
	.begin = api_begin,
	.commit = api_commit,
	.rollback = api_rollback,
	.get_status = api_status,
	.get_message = api_message,
	.set_error = api_error,
	.clear_error = api_clear,
	.write_log = api_log,
	.report_progress = api_progress,
	.driver_name = api_driver,
	.changed_rows = api_changes,
	.last_id = api_last_id,
	.allocate = api_allocate,
	.create_table = tables_create,
	.drop_table = tables_drop,
	.add_row = tables_add,
	.update_row = tables_update,
	.remove_row = tables_remove,
	.select_rows = tables_select,
	.fetch_row = tables_fetch,
	.scan = scan_open,
	.bulk_open = bulk_open,
	.bulk_row = bulk_row,
	.bulk_close = bulk_close,
	.backfill = backfill_run,
	.put = backfill_put,
};
