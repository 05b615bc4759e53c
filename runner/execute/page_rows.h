/* Rows that wait for the end of their statement, because it may fail and be tried again. */
#ifndef GLIM_EXECUTE_PAGE_ROWS_H
#define GLIM_EXECUTE_PAGE_ROWS_H

#include "base/text.h"
#include "host/host.h"

struct page_rows {
	struct text names; /* empty: none came */
	struct text cells;
	size_t count;
};

void page_rows_columns(struct page_rows *, size_t count, const char *const *names);
void page_rows_add(struct page_rows *, size_t count, const glim_value *values);
/* Passes them on, and holds none any more. */
bool page_rows_give(struct page_rows *, struct host_rows *to);
void page_rows_finish(struct page_rows *);

#endif
