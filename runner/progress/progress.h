/*
 * Where a run is: fed by those who do the work, told by the thread that waits for signals; a live
 * line on a terminal, a plain line now and then elsewhere. Costs those who do the work nothing that
 * can be measured: they store numbers.
 */
#ifndef GLIM_PROGRESS_PROGRESS_H
#define GLIM_PROGRESS_PROGRESS_H

#include "database/database.h"
#include "output/output.h"

enum { PROGRESS_EVERY = 30 * 1000000 }; /* microseconds between plain lines */

struct progress;

/* `every`: 0 for no plain lines. Told from here on until progress_destroy. All take a NULL. */
struct progress *progress_create(struct database *, struct output *, int64_t every);
void progress_destroy(struct progress *progress);

void progress_begin(struct progress *, const char *name); /* a migration */
void progress_end(struct progress *);                     /* takes the line away */
void progress_step(struct progress *, uint32_t step);
void progress_count(struct progress *, uint64_t done, uint64_t total);
void progress_wait(struct progress *,
		   const char *why); /* "replica db2 is 14 s behind"; NULL: no longer */

#endif
