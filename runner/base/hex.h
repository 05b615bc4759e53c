/* Bytes as text: two lowercase hexadecimal digits each. */
#ifndef GLIM_BASE_HEX_H
#define GLIM_BASE_HEX_H

#include "base/text.h"

/* The two digits of one byte, no NUL behind them; returns the place behind. */
char *hex_put(char *at, unsigned char byte);
void hex_add(struct text *out, const void *bytes, size_t length);

/* Adds what the digits say. False where something is no such digit or half a byte; what stands
 * before it has been added. */
bool hex_read(const char *digits, struct text *out);

#endif
