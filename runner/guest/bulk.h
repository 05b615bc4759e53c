/* Bulks: rows are collected in a frame that is sent when it is large, or when anything else asks.
 */
#ifndef GLIM_GUEST_BULK_H
#define GLIM_GUEST_BULK_H

#include "guest/guest.h"

glim_bulk *bulk_open(glim_ctx *ctx, const struct glim_bulk_options *options);
int bulk_row(glim_bulk *bulk, const glim_value *values, size_t count);
int bulk_close(glim_bulk *bulk);

/* Puts the rows that were collected before what is asked next. */
void bulk_put_rows(struct guest *guest);
void bulk_forget_all(struct guest *guest); /* glim_rollback() has taken them back */

#endif
