/* What a migration asks of a backfill. */
#ifndef GLIM_DATA_BACKFILL_H
#define GLIM_DATA_BACKFILL_H

#include "data/selection.h"

struct backfill {
	struct selection selection; /* what is read; its limit is that of the first page */
	const char **writes;        /* columns that the function computes; the array is its own */
	size_t write_count;         /* 0: `set` says */
	const char *set;            /* SQL; the selection's first values are those of its marks */
	uint32_t page_ms, pause_ms;
	uint32_t threads_most; /* 0: not looked at */
};

void backfill_finish(struct backfill *backfill); /* the arrays */

#endif
