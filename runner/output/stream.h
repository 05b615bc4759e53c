/* The two streams, for the files of output/. */
#ifndef GLIM_OUTPUT_STREAM_H
#define GLIM_OUTPUT_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "output/output.h"

/* Writes all of `text` to stdout; a failure is remembered and stops nothing. */
void stream_answer(struct output *output, const struct text *text);
/* Adds a foreign text safely and keeps its lines; tabs become blanks. */
void stream_add_lines(struct text *text, const char *foreign, const char *between);

/* One thread writes at a time. `live_clear` is called before anything is written, with the lock. */
void stream_lock(void);
bool stream_try_lock(void);
void stream_unlock(void);
void stream_write(const char *bytes, size_t length); /* to stderr, all of it */
void live_clear(void);

/* Adds an event as a line; `fields` stays the caller's. */
struct json_t;
void event_write(struct text *line, const char *event, struct json_t *fields);

#endif
