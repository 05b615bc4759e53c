#include "page.h"

#include <stddef.h>

void page_reader_bind(struct page_reader *reader)
{
	MYSQL_BIND columns[2] = {
		{ .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &reader->id },
		{ .buffer_type = MYSQL_TYPE_STRING,
		  .buffer = reader->email,
		  .buffer_length = sizeof reader->email,
		  .length = &reader->email_length },
	};

	session_check(reader->statement, mysql_stmt_bind_result(reader->statement, columns));
}

int page_read(struct page_reader *reader, struct page *page)
{
	int status = 0;

	for (page->count = 0; page->count < PAGE_ROWS; page->count++) {
		unsigned int at = page->count;

		status = mysql_stmt_fetch(reader->statement);
		if (status)
			break;
		page->id[at] = reader->id;
		page->normal_length[at] =
			address_normal(reader->email, reader->email_length, page->normal[at]);
		char hex[ADDRESS_HEX + 1];
		address_hash(page->normal[at], page->normal_length[at], hex);
		memcpy(page->hash[at], hex, ADDRESS_HEX);
		page->hash_length[at] = ADDRESS_HEX;
	}
	session_check(reader->statement, status && status != MYSQL_NO_DATA);
	return page->count > 0;
}

void page_write(MYSQL_STMT *insert, struct page *page)
{
	size_t row_size = 0;
	MYSQL_BIND values[3] = {
		{ .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = page->id },
		{ .buffer_type = MYSQL_TYPE_STRING, .length = page->normal_length },
		{ .buffer_type = MYSQL_TYPE_STRING, .length = page->hash_length },
	};
	static char *normal[PAGE_ROWS], *hash[PAGE_ROWS];

	for (unsigned int i = 0; i < page->count; i++) {
		normal[i] = page->normal[i];
		hash[i] = page->hash[i];
	}
	values[1].buffer = normal;
	values[2].buffer = hash;
	mysql_stmt_attr_set(insert, STMT_ATTR_ARRAY_SIZE, &page->count);
	mysql_stmt_attr_set(insert, STMT_ATTR_ROW_SIZE, &row_size);
	session_check(insert, mysql_stmt_bind_param(insert, values));
	session_check(insert, mysql_stmt_execute(insert));
}
