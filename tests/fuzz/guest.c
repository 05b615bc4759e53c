/*
 * Frames that come to a migration, in the middle of its calls. The first byte says how the rest is
 * read: as it came from the socket, or as bodies for which this file writes the headers (which
 * chance would hardly find).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glim/data.h>

#include "base/memory.h"
#include "guest/guest.h"

enum { INPUT_MOST = 32768 };

static size_t sum; /* so that nothing that was read may be left out */

static void look_at_text(const char *text)
{
	sum += text ? strlen(text) : 0;
}

static void look_at_value(glim_rows *rows, size_t column)
{
	const glim_value blob = glim_get_blob(rows, column);

	sum += (size_t)glim_get_int(rows, column);
	sum += (size_t)(glim_get_real(rows, column) > 0);
	look_at_text(glim_get_text(rows, column));
	for (uint32_t i = 0; blob.as.data && i < blob.length; i++)
		sum += ((const unsigned char *)blob.as.data)[i];
}

static void ask_rows(glim_ctx *ctx)
{
	glim_rows *rows = glim_query(ctx, "SELECT a, b FROM t WHERE c = ?", glim_int(5));

	while (glim_next(rows))
		for (size_t column = 0; column < 2; column++)
			look_at_value(rows, column);
	glim_close(rows);
}

static int compute(glim_rows *row, void *data)
{
	(void)data;
	look_at_value(row, 0);
	return glim_put(row, glim_get(row, 0, 0));
}

static void migrate(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO t VALUES (?)", glim_text("a"));
	glim_flush(ctx);
	look_at_text(glim_message(ctx));
	glim_clear(ctx);
	ask_rows(ctx);
	sum += (size_t)glim_try(ctx, "DROP TABLE t");
	sum += (size_t)glim_changes(ctx) + (size_t)glim_last_id(ctx);
	glim_begin(ctx);
	ask_rows(ctx);
	glim_rollback(ctx);
	glim_progress(ctx, 5, 5);
	ask_rows(ctx);
	glim_flush(ctx);
	glim_backfill(ctx, .table = "t", .key = "a", .columns = "b", .writes = "c", .row = compute);
	look_at_text(glim_message(ctx));
}

/* Bodies of up to 255 bytes, each behind a byte for its kind and one for its length. */
static void write_frames(struct text *out, const uint8_t *data, size_t size)
{
	static const uint8_t kinds[] = {
		WIRE_RESULT,  WIRE_RESULT, WIRE_COLUMNS, WIRE_ROW,
		WIRE_FAILURE, WIRE_STOP,   WIRE_ROW,     WIRE_PAGE_BEGINS
	};

	while (size >= 2) {
		size_t length = data[1] < size - 2 ? data[1] : size - 2;
		size_t frame = wire_open(out, kinds[data[0] % sizeof kinds]);

		text_add_bytes(out, data + 2, length);
		wire_close(out, frame);
		data += 2 + length;
		size -= 2 + length;
	}
}

static void finish(struct guest *guest)
{
	wire_finish(&guest->wire);
	text_finish(&guest->message);
	text_finish(&guest->rumour_message);
	text_finish(&guest->answer_message);
	freelocale(guest->plain);
	arena_finish(&guest->arena);
	free(guest->driver);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct wire_page page;
	struct text input = { 0 };
	struct guest guest;
	int ends[2];

	if (!size || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return 0;
	if (data[0] & 1)
		text_add_bytes(&input, data + 1, size - 1);
	else
		write_frames(&input, data + 1, size - 1);
	if (input.length > INPUT_MOST || write(ends[1], text_get(&input), input.length) < 0)
		abort();
	shutdown(ends[1], SHUT_WR);
	guest_prepare(&guest);
	guest_begin(&guest, ends[0], &page);
	guest.driver = memory_copy("none");
	migrate(&guest.ctx);
	finish(&guest);
	text_finish(&input);
	close(ends[0]);
	close(ends[1]);
	return 0;
}
