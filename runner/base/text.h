/* A text that grows. Always NUL-terminated once something was added; `data` may be NULL before. */
#ifndef GLIM_BASE_TEXT_H
#define GLIM_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	char *data;
	size_t length;
	size_t capacity;
};

void text_add(struct text *text, const char *piece);
void text_add_bytes(struct text *text, const void *data, size_t length);
void text_add_char(struct text *text, char c);
__attribute__((format(printf, 2, 3))) void text_print(struct text *text, const char *format, ...);
void text_clear(struct text *text);            /* keeps the memory */
void text_finish(struct text *text);           /* frees it */
char *text_take(struct text *text);            /* hands the memory over; never NULL */
const char *text_get(const struct text *text); /* "" rather than NULL */

bool text_is_utf8(const char *bytes, size_t length);

/* Adds foreign bytes so that a terminal is safe: control characters and bad UTF-8 as \xNN. */
void text_add_safe(struct text *text, const char *foreign, size_t length);

#endif
