/* Backfills: the host hands over a page, the migration's function says what becomes of it. */
#ifndef GLIM_GUEST_BACKFILL_H
#define GLIM_GUEST_BACKFILL_H

#include "guest/guest.h"

int backfill_run(glim_ctx *ctx, const struct glim_backfill_options *options);
/* A page comes, or comes anew, behind so many rows: what was computed of it is forgotten. */
void backfill_begin_page(struct guest_backfill *backfill, int64_t before);
int backfill_put(glim_rows *rows, const glim_value *values, size_t count);

#endif
