/* The rows of a query, held in memory. */
#ifndef GLIM_GUEST_ROWS_H
#define GLIM_GUEST_ROWS_H

#include "guest/guest.h"

struct guest_rows *rows_create(struct guest *guest); /* NULL, and a failure, without memory */
void rows_set_columns(struct guest_rows *rows, size_t count);
void rows_add(struct guest_rows *rows, const struct wire_body *row);
glim_rows *rows_public(struct guest_rows *rows);

int rows_next(glim_rows *rows);
int rows_get(glim_rows *rows, size_t column, int32_t type, glim_value *out);
void rows_close(glim_rows *rows);

/* The row under way, for filling a struct; the values are borrowed until the next rows_next(). */
const glim_value *rows_current(const glim_rows *rows, size_t *count);
struct guest *rows_guest(const glim_rows *rows);

#endif
