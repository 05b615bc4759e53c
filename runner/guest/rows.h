/* The rows of a query, held in memory. */
#ifndef GLIM_GUEST_ROWS_H
#define GLIM_GUEST_ROWS_H

#include "guest/guest.h"

struct guest_scan;

struct guest_rows *rows_create(struct guest *guest); /* NULL, and a failure, without memory */
void rows_set_columns(struct guest_rows *rows, size_t count);
void rows_add(struct guest_rows *rows, const struct wire_body *row);
glim_rows *rows_public(struct guest_rows *rows);
/* The rows of a scan, which they own: what came before is forgotten with each page. */
void rows_walk(struct guest_rows *rows, struct guest_scan *scan);
void rows_begin_page(struct guest_rows *rows);
size_t rows_came(const struct guest_rows *rows); /* in this page */
/* A page of a backfill: its end does not close them; `singly`: the runner goes from row to row. */
void rows_hold(struct guest_rows *rows, bool singly);
bool rows_step(glim_rows *rows); /* as rows_next(), by the runner */
bool rows_is_on_row(const struct guest_rows *rows);
size_t rows_place(const struct guest_rows *rows); /* of that row in its page, from 1 */
/* Adds the key of the row under way; false the second time. */
bool rows_take_key(struct guest_rows *rows, struct text *out);
void rows_leave(struct guest_rows *rows);
struct guest *rows_guest_of(const struct guest_rows *rows);

int rows_next(glim_rows *rows);
int rows_get(glim_rows *rows, size_t column, int32_t type, glim_value *out);
void rows_close(glim_rows *rows);

/* The row under way, for filling a struct; the values are borrowed until the next rows_next(). */
const glim_value *rows_current(const glim_rows *rows, size_t *count);
struct guest *rows_guest(const glim_rows *rows);

#endif
