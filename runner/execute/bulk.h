/* Bulks of a migration: rows that a guest sends in packets are written, counted and, if one does
 * not fit, looked for. */
#ifndef GLIM_EXECUTE_BULK_H
#define GLIM_EXECUTE_BULK_H

#include "execute/migration.h"

/* Handlers of requests. */
bool bulk_open(struct migration *, const struct host_request *, struct host_rows *, int *code);
bool bulk_write_rows(struct migration *, const struct host_request *, struct host_rows *,
		     int *code);
bool bulk_close(struct migration *, const struct host_request *, struct host_rows *, int *code);

bool bulk_is_open(const struct migration *migration);
/* `what` cannot stand where a bulk is open; false, and misuse sticks. */
bool bulk_hinders(struct migration *, const char *site, const char *sql, const char *what);
bool bulk_left_open(struct migration *migration); /* true, and misuse sticks */
void bulk_forget_all(struct migration *migration);

/*
 * Writes rows inside of the transaction: at once, and where that fails one after the other, so that
 * the failure names the row, counted on from `before`, and its column.
 */
bool bulk_write(struct migration *, const struct bulk *, const glim_value *values, size_t rows,
		uint64_t before, struct outcome *, struct failure *);

#endif
