/* How many rows the next page has, so that a page takes about as long as it should. Pure. */
#ifndef GLIM_DATA_PACE_H
#define GLIM_DATA_PACE_H

#include <stdint.h>

enum { PACE_FIRST = 1000, PACE_LEAST = 10, PACE_MOST = 100000, PACE_TARGET = 200 * 1000 };

/* `rows` were asked for, `came` did, and took `elapsed` of `target` microseconds. */
uint32_t pace_next(uint32_t rows, uint32_t came, int64_t elapsed, int64_t target);

#endif
