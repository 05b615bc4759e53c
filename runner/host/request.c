#include "host/talk.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"

enum { REPLY_BUFFER = 64 * 1024 };

/* What a request carries, in this order, and whether the child waits for its answer. */
struct shape {
	bool request, site, model, sql, bulk, opens, selection, backfill, values, waits, reads;
};

static const struct shape shapes[WIRE_KINDS] = {
	[WIRE_EXEC] = { .request = true, .site = true, .sql = true, .values = true },
	[WIRE_TRY] = { .request = true, .site = true, .sql = true, .values = true, .waits = true },
	[WIRE_QUERY] = { .request = true,
			 .site = true,
			 .sql = true,
			 .values = true,
			 .waits = true,
			 .reads = true },
	[WIRE_SCRIPT] = { .request = true, .site = true, .sql = true },
	[WIRE_FLUSH] = { .request = true, .waits = true },
	[WIRE_BEGIN] = { .request = true, .site = true, .waits = true },
	[WIRE_COMMIT] = { .request = true, .site = true, .waits = true },
	[WIRE_ROLLBACK] = { .request = true, .site = true, .waits = true },
	[WIRE_CLEAR] = { .request = true, .site = true, .waits = true },
	[WIRE_CREATE_TABLE] = { .request = true, .site = true, .model = true },
	[WIRE_DROP_TABLE] = { .request = true, .site = true, .model = true },
	[WIRE_ADD] = { .request = true, .site = true, .model = true, .values = true },
	[WIRE_UPDATE] = { .request = true, .site = true, .model = true, .values = true },
	[WIRE_REMOVE] = { .request = true, .site = true, .model = true, .values = true },
	[WIRE_SELECT] = { .request = true,
			  .site = true,
			  .model = true,
			  .sql = true,
			  .values = true,
			  .waits = true,
			  .reads = true },
	[WIRE_SCAN] = { .request = true,
			.site = true,
			.selection = true,
			.waits = true,
			.reads = true },
	[WIRE_BULK_OPEN] = { .request = true, .site = true, .bulk = true, .opens = true },
	[WIRE_BULK_ROWS] = { .request = true, .bulk = true, .values = true },
	[WIRE_BACKFILL] = { .request = true,
			    .site = true,
			    .backfill = true,
			    .waits = true,
			    .reads = true },
	[WIRE_BACKFILL_PAGE] = { .request = true, .values = true, .waits = true, .reads = true },
	[WIRE_BULK_CLOSE] = { .request = true, .site = true, .bulk = true, .waits = true },
};

/* ---- Rows on their way to the child ---- */

struct row_stream {
	struct host_rows rows; /* first: what the service sees */
	struct talk *talk;
	bool too_large;
};

static bool pass_on(struct row_stream *stream)
{
	return stream->talk->wire.out.length < REPLY_BUFFER || talk_drain(stream->talk);
}

static bool stream_page(struct host_rows *rows, uint64_t before)
{
	struct row_stream *stream = (struct row_stream *)rows;
	struct text *out = &stream->talk->wire.out;
	size_t frame = wire_open(out, WIRE_PAGE_BEGINS);

	wire_put_i64(out, (int64_t)before);
	wire_close(out, frame);
	return pass_on(stream);
}

static bool stream_columns(struct host_rows *rows, size_t count, const char *const *names)
{
	struct row_stream *stream = (struct row_stream *)rows;
	struct text *out = &stream->talk->wire.out;
	size_t frame = wire_open(out, WIRE_COLUMNS);

	wire_put_u32(out, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		wire_put_text(out, names[i]);
	wire_close(out, frame);
	return pass_on(stream);
}

static bool stream_row(struct host_rows *rows, size_t count, const glim_value *values)
{
	struct row_stream *stream = (struct row_stream *)rows;
	struct text *out = &stream->talk->wire.out;
	size_t frame, bytes = 0;

	for (size_t i = 0; i < count; i++)
		bytes += 16 + (values[i].type >= GLIM_TYPE_TEXT ? values[i].length : 0);
	if (bytes >= WIRE_FRAME_MOST) {
		stream->too_large = true;
		return false;
	}
	frame = wire_open(out, WIRE_ROW);
	wire_put_values(out, values, count);
	wire_close(out, frame);
	return pass_on(stream);
}

/* ---- Requests ---- */

static bool values_fit(enum wire_kind kind, const struct host_request *request)
{
	for (size_t i = 0; i < request->count; i++)
		if (request->values[i].type == GLIM_TYPE_END && kind != WIRE_ADD)
			return false;
	return !request->model || kind == WIRE_SELECT || !request->values ||
	       request->count == request->model->count;
}

struct parsed {
	struct host_request request;
	struct model *model;
	struct bulk *opens;
	struct selection selection;
	struct backfill backfill;
	glim_value *values;
};

static void parsed_finish(struct parsed *parsed)
{
	free(parsed->values);
	model_destroy(parsed->model);
	bulk_destroy(parsed->opens);
	selection_finish(&parsed->selection);
	backfill_finish(&parsed->backfill);
}

static void parse_rows(const struct shape *shape, struct wire_body *body, struct parsed *parsed)
{
	struct host_request *request = &parsed->request;

	if (shape->bulk)
		request->bulk = wire_get_u32(body);
	if (shape->opens)
		request->opens = parsed->opens = wire_get_bulk(body);
	if (shape->selection) {
		wire_get_selection(body, &parsed->selection);
		request->selection = &parsed->selection;
	}
	if (shape->backfill) {
		wire_get_backfill(body, &parsed->backfill);
		request->backfill = &parsed->backfill;
	}
}

static bool parse(enum wire_kind kind, struct wire_body *body, struct parsed *parsed)
{
	const struct shape *shape = &shapes[kind];
	struct host_request *request = &parsed->request;
	struct wire_site site = { 0 };

	if (shape->site)
		wire_get_site(body, &site);
	if (shape->model)
		request->model = parsed->model = wire_get_model(body);
	if (shape->sql)
		request->sql = wire_get_text(body);
	parse_rows(shape, body, parsed);
	if (shape->values)
		request->values = parsed->values = wire_get_values(body, &request->count);
	request->kind = kind;
	request->file = site.file;
	request->line = site.line;
	return !body->bad && !body->left && (!shape->model || request->model) &&
	       (!shape->sql || request->sql || kind == WIRE_SELECT) && values_fit(kind, request);
}

static void put_status(struct talk *talk, enum wire_kind kind, const struct host_reply *reply)
{
	struct text *out = &talk->wire.out;
	size_t frame = wire_open(out, kind);

	wire_put_u32(out, (uint32_t)reply->status);
	if (kind == WIRE_RESULT) {
		wire_put_u32(out, (uint32_t)reply->code);
		wire_put_i64(out, reply->changes);
		wire_put_i64(out, reply->last_id);
	}
	wire_put_text(out, reply->message ? reply->message : "");
	wire_close(out, frame);
}

/* A failure that nobody waits for is told once, until it is lifted. */
static void answer(struct talk *talk, enum wire_kind kind, const struct host_reply *reply)
{
	bool lifts = kind == WIRE_ROLLBACK || kind == WIRE_CLEAR;

	if (lifts && reply->status == GLIM_OK)
		talk->failed = false;
	if (shapes[kind].waits) {
		put_status(talk, WIRE_RESULT, reply);
	} else if (reply->status != GLIM_OK && !talk->failed) {
		talk->failed = true;
		put_status(talk, WIRE_FAILURE, reply);
	}
	talk_send(talk);
}

static void serve(struct talk *talk, const struct host_request *request)
{
	struct row_stream stream = { .rows = { stream_columns, stream_row, stream_page },
				     .talk = talk };
	const bool reads = shapes[request->kind].reads;
	struct host_reply reply = { 0 };

	talk->service.request(talk->service.data, request, reads ? &stream.rows : NULL, &reply);
	talk->asked = clock_elapsed();
	if (stream.too_large && reply.status == GLIM_OK)
		reply = (struct host_reply){ .status = GLIM_ERROR,
					     .message = "a row of more than 1 GiB" };
	answer(talk, request->kind, &reply);
}

void request_idle(struct talk *talk)
{
	struct host_reply reply = { 0 };

	talk->service.idle(talk->service.data, &reply);
	answer(talk, WIRE_EXEC, &reply);
}

/* After a death nothing more is asked of the database: it will be undone. */
static bool may_serve(const struct talk *talk)
{
	return !talk->exited || talk->status == 0;
}

static bool handle_request(struct talk *talk, enum wire_kind kind, struct wire_body *body)
{
	struct parsed parsed = { 0 };
	bool sound = talk->task.verb != WIRE_VERB_MODELS && parse(kind, body, &parsed);

	if (sound && may_serve(talk))
		serve(talk, &parsed.request);
	parsed_finish(&parsed);
	return sound;
}

/* ---- What is told, not asked ---- */

static bool handle_fail(struct talk *talk, struct wire_body *body)
{
	const struct host_service *service = &talk->service;
	int status = (int)wire_get_u32(body);
	const char *message = wire_get_text(body);

	if (body->bad || status < GLIM_ERROR || status > GLIM_MISUSE)
		return false;
	talk->failed = true;
	if (service->fail)
		service->fail(service->data, status, message ? message : "");
	return true;
}

static bool handle_log(struct talk *talk, struct wire_body *body)
{
	const struct host_service *service = &talk->service;
	int level = (int)wire_get_u32(body);
	const char *message = wire_get_text(body);

	if (body->bad || !message)
		return false;
	if (level < GLIM_DEBUG || level > GLIM_WARNING)
		level = GLIM_INFO;
	if (service->log)
		service->log(service->data, level, message);
	return true;
}

static bool handle_progress(struct talk *talk, struct wire_body *body)
{
	const struct host_service *service = &talk->service;
	uint64_t done = (uint64_t)wire_get_i64(body);
	uint64_t total = (uint64_t)wire_get_i64(body);

	if (body->bad)
		return false;
	if (service->progress)
		service->progress(service->data, done, total);
	return true;
}

static bool handle_looked(struct talk *talk, struct wire_body *body)
{
	const struct host_service *service = &talk->service;

	(void)body;
	if (service->looked)
		service->looked(service->data);
	return true;
}

static bool handle_model(struct talk *talk, struct wire_body *body)
{
	const struct host_service *service = &talk->service;
	struct model *model = wire_get_model(body);

	if (!model || talk->task.verb != WIRE_VERB_MODELS) {
		model_destroy(model);
		return false;
	}
	if (service->model)
		service->model(service->data, model);
	model_destroy(model);
	return true;
}

static bool handle_unloaded(struct talk *talk, struct wire_body *body)
{
	const char *why = wire_get_text(body);

	talk->unloaded = memory_copy(why ? why : "");
	return true;
}

static bool handle_done(struct talk *talk, struct wire_body *body)
{
	talk->returned = (int)wire_get_u32(body);
	talk->done = !body->bad;
	return talk->done;
}

bool request_handle(struct talk *talk, enum wire_kind kind, struct wire_body *body)
{
	static bool (*const notices[WIRE_KINDS])(struct talk *, struct wire_body *) = {
		[WIRE_FAIL] = handle_fail,         [WIRE_LOG] = handle_log,
		[WIRE_PROGRESS] = handle_progress, [WIRE_LOOKED] = handle_looked,
		[WIRE_MODEL] = handle_model,       [WIRE_LOAD_FAILED] = handle_unloaded,
		[WIRE_DONE] = handle_done,
	};

	if (shapes[kind].request)
		return handle_request(talk, kind, body);
	return notices[kind] && notices[kind](talk, body) && !body->left;
}
