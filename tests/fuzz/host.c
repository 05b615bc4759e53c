/*
 * The host reads frames of a process that may be broken or hostile. The first byte says how the
 * rest is read: as it came from the socket, or as bodies for which this file writes the headers
 * (which chance would hardly find).
 */
#include <stdlib.h>
#include <string.h>

#include "host/talk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = { "a", "b" };

/* Reads every byte that the request points to. */
static void on_request(void *data, const struct host_request *request, struct host_rows *rows,
		       struct host_reply *reply)
{
	size_t sum = request->line + (request->file ? strlen(request->file) : 0) +
		     (request->sql ? strlen(request->sql) : 0);
	char *problem = request->model ? model_problem(request->model) : NULL;

	(void)data;
	for (size_t i = 0; i < request->count; i++)
		if (request->values[i].type >= GLIM_TYPE_TEXT)
			sum += strnlen(request->values[i].as.data, request->values[i].length);
	if (rows && rows->columns(rows, 2, names))
		rows->row(rows, request->count, request->values);
	*reply = (struct host_reply){ .status = sum % 4, .message = problem };
	if (problem)
		reply->message = NULL;
	free(problem);
}

static void on_text(void *data, int status, const char *message)
{
	(void)data;
	if (status < GLIM_DEBUG || status > GLIM_MISUSE || strlen(message) > WIRE_FRAME_MOST)
		abort();
}

static void on_progress(void *data, uint64_t done, uint64_t total)
{
	(void)data;
	(void)done;
	(void)total;
}

static void on_model(void *data, const struct model *model)
{
	struct model *copy = model_copy(model);

	(void)data;
	if (!model_equal(copy, model))
		abort();
	model_destroy(copy);
}

/* Bodies of up to 255 bytes, each behind a byte for its kind and one for its length. */
static void write_frames(struct text *out, const uint8_t *data, size_t size)
{
	while (size >= 2) {
		size_t length = data[1] < size - 2 ? data[1] : size - 2;
		size_t frame = wire_open(out, data[0] % WIRE_KINDS);

		text_add_bytes(out, data + 2, length);
		wire_close(out, frame);
		data += 2 + length;
		size -= 2 + length;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct host host = { .control = { .fd = -1 } };
	const struct host_service service = { .request = on_request,
					      .fail = on_text,
					      .log = on_text,
					      .progress = on_progress,
					      .model = on_model,
					      .wake_fd = -1 };
	const struct host_task task = { .name = "fuzz" };
	struct talk talk = { .host = &host,
			     .task = task,
			     .service = service,
			     .wire = { .fd = -1 },
			     .output = { .fd = -1 } };

	if (!size)
		return 0;
	talk.task.verb = data[0] & 2 ? WIRE_VERB_MODELS : WIRE_VERB_RUN;
	if (data[0] & 1)
		text_add_bytes(&talk.wire.in, data + 1, size - 1);
	else
		write_frames(&talk.wire.in, data + 1, size - 1);
	talk_receive(&talk);
	wire_finish(&talk.wire);
	free(talk.unloaded);
	return 0;
}
