/* Times as text and numbers. */
#ifndef GLIM_BASE_CLOCK_H
#define GLIM_BASE_CLOCK_H

#include <stdint.h>

int64_t clock_now(void);     /* microseconds since 1970, UTC */
int64_t clock_elapsed(void); /* microseconds on a clock that never jumps */

enum { CLOCK_TEXT = 40 };
/* "2026-11-01 09:12:04.113402", as the history keeps it. */
void clock_format_history(int64_t time, char out[CLOCK_TEXT]);
/* "2026-11-01T09:12:04.113402Z" */
void clock_format_json(int64_t time, char out[CLOCK_TEXT]);
/* "2026-11-01 10:12:04" in the operator's own zone */
void clock_format_local(int64_t time, char out[CLOCK_TEXT]);
/* Reads both the first two forms, with or without a fraction; -1 if it is none. */
int64_t clock_parse(const char *text);
/* Three digits: "12.4 ms", "1.41 s", "10 min 55 s". */
void clock_format_duration(int64_t microseconds, char out[CLOCK_TEXT]);

#endif
