#include "guest/guest.h"

#include <stdarg.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "guest/backfill.h"
#include "guest/bulk.h"
#include "guest/rows.h"

/* Room that is there before the migration can use up the memory: a failure can still be told. */
static struct text reserve(size_t size)
{
	struct text text = { .data = memory_grow(NULL, size, 1), .capacity = size };

	text_clear(&text);
	return text;
}

void guest_prepare(struct guest *guest)
{
	*guest = (struct guest){
		.ctx = { .api = &guest_api },
		.wire = { .out = reserve(2 * GUEST_BUFFER), .in = reserve(2 * GUEST_BUFFER) },
		.message = reserve(4096),
		.answer_message = reserve(4096),
		.settled = true,
		.plain = newlocale(LC_ALL_MASK, "C", (locale_t)0),
	};
}

void guest_begin(struct guest *guest, int socket, struct wire_page *page)
{
	guest->pid = getpid();
	guest->thread = pthread_self();
	guest->wire.fd = socket;
	guest->page = page;
}

bool guest_await_go(struct guest *guest)
{
	struct wire_body body;
	enum wire_kind kind;

	if (wire_receive(&guest->wire, true, &kind, &body) != WIRE_FRAME || kind != WIRE_GO)
		return false;
	guest->pushed = guest_clock();
	return true;
}

static struct guest *guest_of(glim_ctx *ctx)
{
	return (struct guest *)ctx;
}

static void note_site(struct guest *guest)
{
	struct wire_page *page = guest->page;

	guest->site = (struct wire_site){ guest->ctx.file, guest->ctx.line };
	guest->ctx.file = NULL;
	guest->ctx.line = 0;
	page->calls++;
	if (!guest->site.file)
		return;
	page->line = guest->site.line;
	memccpy(page->file, guest->site.file, '\0', sizeof page->file - 1);
}

bool guest_on_own_thread(struct guest *guest)
{
	if (pthread_equal(pthread_self(), guest->thread))
		return true;
	atomic_store(&guest->strayed, true);
	return false;
}

bool guest_enter_failed(glim_ctx *ctx, struct guest **guest)
{
	*guest = guest_of(ctx);
	if (!guest_on_own_thread(*guest))
		return false;
	note_site(*guest);
	if (atomic_exchange(&(*guest)->strayed, false))
		guest_misuse(*guest, "another thread than the migration's own used its context");
	return true;
}

bool guest_enter_aside(glim_ctx *ctx, struct guest **guest)
{
	return guest_enter_failed(ctx, guest) && (*guest)->status == GLIM_OK;
}

/* The page is a transaction that is half done, and is done again after a conflict. */
static bool stands_in_backfill(struct guest *guest)
{
	if (guest->backfill)
		guest_misuse(guest, "the function of a backfill may only read its rows and "
				    "glim_put(), glim_fail(), glim_log() and glim_alloc()");
	return guest->backfill != NULL;
}

bool guest_enter(glim_ctx *ctx, struct guest **guest)
{
	return guest_enter_aside(ctx, guest) && !stands_in_backfill(*guest);
}

bool guest_enter_write(glim_ctx *ctx, struct guest **guest)
{
	if (!guest_enter(ctx, guest))
		return false;
	if ((*guest)->rumour == GLIM_OK)
		return true;
	(*guest)->settled = false;
	return false;
}

int guest_known(const struct guest *guest)
{
	return guest->status ? guest->status : guest->rumour;
}

int guest_refusal(glim_ctx *ctx)
{
	struct guest *guest = guest_of(ctx);

	return guest_on_own_thread(guest) ? guest_known(guest) : GLIM_MISUSE;
}

/* As a failure that sticks must be one of those that there are. */
static int sound_status(int status)
{
	return status > GLIM_OK && status <= GLIM_MISUSE ? status : GLIM_ERROR;
}

int guest_stick(struct guest *guest, int status, const char *message)
{
	if (guest->status != GLIM_OK || status == GLIM_OK)
		return guest->status;
	guest->status = sound_status(status);
	text_clear(&guest->message);
	text_add(&guest->message, message ? message : "");
	return guest->status;
}

int guest_fail(struct guest *guest, int status, const char *message)
{
	size_t frame;

	if (guest->status != GLIM_OK || guest->rumour != GLIM_OK)
		return guest_stick(guest, guest->rumour, text_get(&guest->rumour_message));
	guest_stick(guest, status, message);
	frame = wire_open(&guest->wire.out, WIRE_FAIL);
	wire_put_u32(&guest->wire.out, (uint32_t)guest->status);
	wire_put_text(&guest->wire.out, text_get(&guest->message));
	wire_close(&guest->wire.out, frame);
	guest->settled = false;
	return guest->status;
}

int guest_misuse(struct guest *guest, const char *format, ...)
{
	char message[512];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	return guest_fail(guest, GLIM_MISUSE, message);
}

static void lose(struct guest *guest, const char *why)
{
	guest->lost = true;
	text_clear(&guest->wire.out);
	guest_stick(guest, GLIM_ERROR, why);
}

/* A copy that the migration forked shares the socket and must leave it alone. */
static bool is_copy(struct guest *guest)
{
	if (getpid() == guest->pid)
		return false;
	lose(guest, "a forked copy of the migration has no connection to the runner");
	return true;
}

static void read_answer(struct guest *guest, struct wire_body *body)
{
	const char *message;

	guest->answer.status = wire_get_u32(body);
	guest->answer.code = (int32_t)wire_get_u32(body);
	guest->answer.changes = wire_get_i64(body);
	guest->answer.last_id = wire_get_i64(body);
	message = wire_get_text(body);
	text_clear(&guest->answer_message);
	text_add(&guest->answer_message, message ? message : "");
	guest->settled = true;
}

static void read_failure(struct guest *guest, struct wire_body *body)
{
	int status = sound_status((int)wire_get_u32(body));
	const char *message = wire_get_text(body);

	if (guest->rumour != GLIM_OK)
		return;
	guest->rumour = status;
	text_clear(&guest->rumour_message);
	text_add(&guest->rumour_message, message ? message : "");
}

static void take(struct guest *guest, enum wire_kind kind, struct wire_body *body)
{
	switch (kind) {
	case WIRE_RESULT:
		read_answer(guest, body);
		break;
	case WIRE_COLUMNS:
		if (guest->filling)
			rows_set_columns(guest->filling, wire_get_u32(body));
		break;
	case WIRE_ROW:
		if (guest->filling)
			rows_add(guest->filling, body);
		break;
	case WIRE_PAGE_BEGINS:
		if (guest->fills)
			backfill_begin_page(guest->fills, wire_get_i64(body));
		break;
	case WIRE_FAILURE:
		read_failure(guest, body);
		break;
	case WIRE_STOP:
		guest->stopped = true;
		break;
	default:
		body->bad = true;
	}
}

/* One frame; false if there is none. */
static bool receive(struct guest *guest, bool wait, enum wire_kind *kind)
{
	struct wire_body body = { 0 };
	enum wire_answer answer = wire_receive(&guest->wire, wait, kind, &body);

	if (answer == WIRE_NOTHING)
		return false;
	if (answer == WIRE_FRAME)
		take(guest, *kind, &body);
	if (answer == WIRE_FRAME && !body.bad)
		return true;
	lose(guest, "the connection to the runner is closed");
	return false;
}

void guest_look(struct guest *guest)
{
	enum wire_kind kind;

	if (guest->lost || is_copy(guest))
		return;
	while (receive(guest, false, &kind))
		;
}

bool guest_send(struct guest *guest)
{
	if (guest->lost || is_copy(guest))
		return false;
	if (!guest->wire.out.length || wire_send(&guest->wire))
		return true;
	lose(guest, "the connection to the runner is closed");
	return false;
}

void guest_push(struct guest *guest)
{
	if (guest->fills)
		return;
	guest->pushed = guest_clock();
	if (guest_send(guest))
		guest_look(guest);
}

int64_t guest_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Held back until it is much, or some time has passed. */
int guest_done(struct guest *guest)
{
	const int64_t pause = 20000;

	guest->settled = false;
	if (guest->wire.out.length > GUEST_BUFFER || guest_clock() > guest->pushed + pause)
		guest_push(guest);
	return guest_known(guest);
}

/* With the answer everything before it is done: a rumour is now as certain as the answer. */
bool guest_ask_beside(struct guest *guest, bool (*work)(void *data), void *data)
{
	enum wire_kind kind = WIRE_KINDS;
	bool idle = !work;

	if (!guest_send(guest))
		return false;
	while (kind != WIRE_RESULT && !guest->lost)
		if (receive(guest, idle, &kind))
			idle = !work;
		else if (work && !guest->lost)
			idle = !work(data);
	guest_stick(guest, guest->rumour, text_get(&guest->rumour_message));
	return kind == WIRE_RESULT && !guest->lost;
}

bool guest_ask(struct guest *guest)
{
	return guest_ask_beside(guest, NULL, NULL);
}

int guest_settle(struct guest *guest)
{
	bulk_put_rows(guest);
	if (guest->status == GLIM_OK && !guest->settled) {
		wire_close(&guest->wire.out, wire_open(&guest->wire.out, WIRE_FLUSH));
		if (guest_ask(guest))
			guest_stick(guest, (int)guest->answer.status,
				    text_get(&guest->answer_message));
	}
	return guest->status;
}

void guest_clear(struct guest *guest)
{
	guest->status = guest->rumour = GLIM_OK;
	text_clear(&guest->message);
}
