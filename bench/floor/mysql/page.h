/* Rows of people on their way through address.h: a page of them, bound as arrays. */
#ifndef BENCH_PAGE_H
#define BENCH_PAGE_H

#include "../address.h"
#include "session.h"

#include <stdint.h>

enum { PAGE_ROWS = 10000 };

struct page {
	unsigned int count;
	int64_t id[PAGE_ROWS];
	char normal[PAGE_ROWS][ADDRESS_SIZE];
	char hash[PAGE_ROWS][ADDRESS_HEX];
	unsigned long normal_length[PAGE_ROWS], hash_length[PAGE_ROWS];
};

struct page_reader {
	MYSQL_STMT *statement;
	int64_t id;
	char email[ADDRESS_SIZE];
	unsigned long email_length;
};

/* `sql` gives id and email. */
void page_reader_bind(struct page_reader *reader);
/* Fills the page; false when there was no row. */
int page_read(struct page_reader *reader, struct page *page);
/* Sends id, normal form and hash of all rows of the page as one array. */
void page_write(MYSQL_STMT *insert, struct page *page);

#endif
