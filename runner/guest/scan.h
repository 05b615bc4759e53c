/* Scans: rows that are read page by page, as they are wanted. */
#ifndef GLIM_GUEST_SCAN_H
#define GLIM_GUEST_SCAN_H

#include "guest/guest.h"

glim_rows *scan_open(glim_ctx *ctx, const struct glim_scan_options *options);

struct guest_scan;

/* `what` it is, for messages: "a scan". NULL, and a failure, if it makes no sense. */
struct guest_scan *scan_create(struct guest *guest, const struct glim_scan_options *options,
			       const char *what);
/* With its hidden columns; the key's values are those of the row that was handed out last. */
const struct selection *scan_selection(const struct guest_scan *scan);
/* The key of a row, out of its values. */
void scan_put_key(const struct guest_scan *scan, const glim_value *values, struct text *out);

/* The rest is for rows.c. */

/* Asks for the next page, behind the row that ends with `last`; false if there is none. */
bool scan_next_page(struct guest_scan *scan, struct guest_rows *rows);
/* Notes the key of a row that was handed out, and its end. */
void scan_note_row(struct guest_scan *scan, const glim_value *values, size_t count);
size_t scan_shown_columns(const struct guest_scan *scan); /* the key's may stand behind them */
void scan_finish(struct guest_scan *scan);

#endif
