#include <jansson.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "output/output.h"
#include "output/stream.h"

enum { COLUMNS = 80 };

/* Understood by every terminal that is not dumb. */
#define LINE_BEGIN "\r"
#define REST_AWAY  "\033[K"

static const char erase[] = LINE_BEGIN REST_AWAY;

static atomic_bool drawn;

bool output_is_live(const struct output *output)
{
	const char *terminal = getenv("TERM");

	return !output->quiet && !output->events && isatty(STDERR_FILENO) && terminal &&
	       *terminal && strcmp(terminal, "dumb") != 0;
}

/* Asked each time: a window may have another size by now. */
size_t output_columns(void)
{
	struct winsize size = { 0 };

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return COLUMNS;
	return size.ws_col;
}

void live_clear(void)
{
	if (drawn)
		stream_write(erase, strlen(erase));
	drawn = false;
}

static bool takes_bytes(void)
{
	struct pollfd out = { .fd = STDERR_FILENO, .events = POLLOUT };

	return poll(&out, 1, 0) > 0 && (out.revents & POLLOUT);
}

/* A terminal that was stopped, or a pipe that is full, would stop the watcher too. */
static bool try_begin(void)
{
	return takes_bytes() && stream_try_lock();
}

bool output_draw(struct output *output, const char *line)
{
	struct text text = { 0 };

	(void)output;
	if (!try_begin())
		return false;
	text_print(&text, LINE_BEGIN "%s" REST_AWAY, line);
	stream_write(text_get(&text), text.length);
	drawn = true;
	stream_unlock();
	text_finish(&text);
	return true;
}

bool output_try_aside(struct output *output, const struct text *text)
{
	(void)output;
	if (!try_begin())
		return false;
	live_clear();
	stream_write(text_get(text), text->length);
	stream_unlock();
	return true;
}

void output_erase(void)
{
	if (!drawn)
		return;
	stream_lock();
	live_clear();
	stream_unlock();
}

static bool tells_events;

void output_farewell_as(const struct output *output)
{
	tells_events = output->events;
}

/* `next`: what to type then, or NULL. */
static void write_warning(const struct text *words, const char *next)
{
	json_t *fields = json_pack("{s:o}", "message", output_text_json(text_get(words)));
	struct text line = { 0 };

	if (next)
		json_object_set_new(fields, "next", json_pack("[s]", next));
	if (tells_events)
		event_write(&line, "warning", fields);
	else
		text_print(&line, "%sglim: %s\n%s%s%s", drawn ? erase : "", text_get(words),
			   next ? "  next    " : "", next ? next : "", next ? "\n" : "");
	json_decref(fields);
	if (takes_bytes())
		stream_write(text_get(&line), line.length);
	text_finish(&line);
}

void output_farewell(const char *doing)
{
	struct text words = { 0 };

	text_add(&words, "left at once");
	if (doing)
		text_print(&words, "; the database may still be executing: %.200s", doing);
	write_warning(&words, doing ? "glim migration:status" : NULL);
	text_finish(&words);
}

void output_unheard(void)
{
	struct text words = { 0 };

	text_add(&words, "the statement could not be cancelled, and goes on; that is tried again "
			 "every second");
	write_warning(&words, NULL);
	text_finish(&words);
}
