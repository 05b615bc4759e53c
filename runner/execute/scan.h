/* A page of a scan: one step, whose text the journal knows. */
#ifndef GLIM_EXECUTE_SCAN_H
#define GLIM_EXECUTE_SCAN_H

#include "execute/migration.h"

/* Bytes of a page's rows; with the row that reaches them it ends. */
enum { SCAN_PAGE_BYTES = 1024 * 1024 };

/* *code: 1 if more rows may follow. */
bool scan_read_page(struct migration *, const struct host_request *, struct host_rows *, int *code);

#endif
