#include "host/output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void show(struct output_pipe *pipe, const struct host_service *service)
{
	if (service->print)
		service->print(service->data, text_get(&pipe->line), pipe->line.length);
	text_clear(&pipe->line);
}

/* Up to the end of a line, or as much of it as one line may hold. */
static size_t take_piece(struct output_pipe *pipe, const struct host_service *service,
			 const char *bytes, size_t length)
{
	size_t room = OUTPUT_LINE_MOST - pipe->line.length;
	const char *end = memchr(bytes, '\n', length < room + 1 ? length : room + 1);
	size_t piece = end ? (size_t)(end - bytes) : length < room ? length : room;

	text_add_bytes(&pipe->line, bytes, piece);
	if (end || length > piece)
		show(pipe, service);
	return piece + (end != NULL);
}

static void take(struct output_pipe *pipe, const struct host_service *service, const char *bytes,
		 size_t length)
{
	size_t room = OUTPUT_MOST - pipe->shown;
	size_t shown = length < room ? length : room;

	pipe->shown += shown;
	pipe->away += length - shown;
	for (size_t at = 0; at < shown;)
		at += take_piece(pipe, service, bytes + at, shown - at);
}

void output_read(struct output_pipe *pipe, const struct host_service *service)
{
	char bytes[64 * 1024];
	ssize_t got;

	if (pipe->fd < 0)
		return;
	got = read(pipe->fd, bytes, sizeof bytes);
	if (got > 0)
		take(pipe, service, bytes, (size_t)got);
	if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)))
		return;
	close(pipe->fd);
	pipe->fd = -1;
}

void output_finish(struct output_pipe *pipe, const struct host_service *service)
{
	size_t before;

	do {
		before = pipe->shown + pipe->away;
		output_read(pipe, service);
	} while (pipe->shown + pipe->away > before);
	if (pipe->line.length)
		show(pipe, service);
	text_finish(&pipe->line);
	if (pipe->fd >= 0)
		close(pipe->fd);
	pipe->fd = -1;
}
