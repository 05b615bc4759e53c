/* How wide a text is on a terminal. */
#ifndef GLIM_OUTPUT_WIDTH_H
#define GLIM_OUTPUT_WIDTH_H

#include <stddef.h>

struct text;

size_t width_of(const char *text); /* columns; `text` is already safe for a terminal */
void width_pad(struct text *text, size_t columns);

#endif
