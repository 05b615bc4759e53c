#include "output/stream.h"

#include <errno.h>
#include <jansson.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "output/width.h"

static void check_stdout(struct output *output, bool written)
{
	if (written || output->failed)
		return;
	output->failed = true;
	output->failed_with = errno;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void stream_lock(void)
{
	pthread_mutex_lock(&lock);
}

bool stream_try_lock(void)
{
	return pthread_mutex_trylock(&lock) == 0;
}

void stream_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

void stream_answer(struct output *output, const struct text *text)
{
	if (output->failed)
		return;
	stream_lock();
	live_clear();
	check_stdout(output, fwrite(text_get(text), 1, text->length, stdout) == text->length);
	stream_unlock();
}

void output_whole(struct output *output, const struct text *text)
{
	stream_answer(output, text);
}

void output_flush(struct output *output)
{
	if (output->failed)
		return;
	stream_lock();
	live_clear();
	check_stdout(output, fflush(stdout) == 0);
	stream_unlock();
}

void stream_write(const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(STDERR_FILENO, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return;
		bytes += written;
		length -= (size_t)written;
	}
}

void output_aside(struct output *output, const struct text *text)
{
	output_flush(output);
	stream_lock();
	live_clear();
	stream_write(text_get(text), text->length);
	stream_unlock();
}

static void add_line(struct text *text, const char *foreign, size_t length)
{
	while (length > 0) {
		const char *tab = memchr(foreign, '\t', length);
		size_t until = tab ? (size_t)(tab - foreign) : length;

		text_add_safe(text, foreign, until);
		if (!tab)
			return;
		width_pad(text, 4);
		foreign += until + 1;
		length -= until + 1;
	}
}

void stream_add_lines(struct text *text, const char *foreign, const char *between)
{
	const char *end;

	while ((end = strchr(foreign, '\n')) && end[1]) {
		add_line(text, foreign, (size_t)(end - foreign));
		text_add(text, between);
		foreign = end + 1;
	}
	add_line(text, foreign, end ? (size_t)(end - foreign) : strlen(foreign));
}

void output_contract(struct output *output, const char *format, ...)
{
	struct text line = { 0 };
	va_list args;
	char *text;

	if (output->json)
		return;
	va_start(args, format);
	text = memory_format_list(format, args);
	va_end(args);
	text_print(&line, "%s\n", text);
	stream_answer(output, &line);
	output_flush(output);
	text_finish(&line);
	free(text);
}

void output_answer(struct output *output, const char *format, ...)
{
	struct text line = { 0 };
	va_list args;
	char *text;

	va_start(args, format);
	text = memory_format_list(format, args);
	va_end(args);
	text_print(&line, "%s\n", text);
	stream_answer(output, &line);
	text_finish(&line);
	free(text);
}

/* What a line on stderr is called, and what it is as an event. */
struct tone {
	const char *event, *word;
	enum output_shade shade;
};

static const struct tone note = { "note", "", SHADE_PLAIN };
static const struct tone warning = { "warning", "warning: ", SHADE_WARN };

static void say_line(struct output *output, const struct tone *tone, const char *text)
{
	struct text line = { 0 };

	text_print(&line, "glim: %s%s%s", output_shade_on(output, STDERR_FILENO, tone->shade),
		   tone->word, output_shade_off(output, STDERR_FILENO, tone->shade));
	stream_add_lines(&line, text, "\n");
	text_add_char(&line, '\n');
	output_aside(output, &line);
	text_finish(&line);
}

__attribute__((format(printf, 3, 0))) static void
say(struct output *output, const struct tone *tone, const char *format, va_list args)
{
	char *text = memory_format_list(format, args);

	if (output->events)
		output_event(output, tone->event,
			     json_pack("{s:o}", "message", output_text_json(text)));
	else
		say_line(output, tone, text);
	free(text);
}

void output_note(struct output *output, const char *format, ...)
{
	va_list args;

	if (output->quiet)
		return;
	va_start(args, format);
	say(output, &note, format, args);
	va_end(args);
}

void output_warning(struct output *output, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(output, &warning, format, args);
	va_end(args);
}

void output_detail(struct output *output, const char *format, ...)
{
	va_list args;

	if (!output->verbose)
		return;
	va_start(args, format);
	say(output, &note, format, args);
	va_end(args);
}

static void foreign_line(struct output *output, const char *name, const char *line, size_t length)
{
	struct text text = { 0 };

	stream_add_lines(&text, name, " ");
	text_add(&text, ": ");
	add_line(&text, line, length);
	text_add_char(&text, '\n');
	output_aside(output, &text);
	text_finish(&text);
}

static void foreign_event(struct output *output, const char *event, const char *key,
			  const char *name, const char *line, size_t length)
{
	char *text = memory_copy_bytes(line, length);

	output_event(output, event,
		     json_pack("{s:o, s:o}", key, output_text_json(name), "message",
			       output_text_json(text)));
	free(text);
}

static size_t without_end(const char *line, size_t length)
{
	while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
		length--;
	return length;
}

void output_plugin(struct output *output, const char *name, const char *line, size_t length)
{
	length = without_end(line, length);
	if (output->events)
		foreign_event(output, "plugin", "migration", name, line, length);
	else
		foreign_line(output, name, line, length);
}

void output_tool(struct output *output, const char *name, const char *line, size_t length)
{
	length = without_end(line, length);
	if (output->events)
		foreign_event(output, "tool", "name", name, line, length);
	else
		foreign_line(output, name, line, length);
}
