/* A million rows through code: back into their own table, or into a new one. */
#include "../address.h"
#include "../works.h"
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_ROWS = 10000 };

/* id, normal form and hash of all rows of the answer, as lines of COPY. An address has nothing that
 * would have to be escaped there. */
static void put_rows(PGconn *conn, const PGresult *page)
{
	static char lines[PAGE_ROWS * (ADDRESS_SIZE + ADDRESS_HEX + 32)];
	size_t length = 0;

	for (int i = 0; i < PQntuples(page); i++) {
		char normal[ADDRESS_SIZE], hex[ADDRESS_HEX + 1];
		const size_t size = address_normal(PQgetvalue(page, i, 1),
						   (size_t)PQgetlength(page, i, 1), normal);

		address_hash(normal, size, hex);
		length +=
			(size_t)sprintf(lines + length, "%s\t%.*s\t%.*s\n", PQgetvalue(page, i, 0),
					(int)size, normal, ADDRESS_HEX, hex);
	}
	session_put(conn, lines, (int)length);
}

/* Page by page along the key, back by a temporary table and a join; a commit a page. */
void work_rewrite(long count, const char *directory)
{
	PGconn *conn = session_open();
	char last[32] = "0";

	(void)count;
	(void)directory;
	session_do(conn, "CREATE TEMPORARY TABLE page (id BIGINT PRIMARY KEY, normal VARCHAR(120), "
			 "hash CHAR(64)) ON COMMIT DELETE ROWS");
	/* The table was not analyzed: else each page would be read by a sort of all of it. */
	session_do(conn, "SET enable_sort = off");
	for (;;) {
		PGresult *page = session_ask(conn,
					     "SELECT id, email FROM people WHERE id > %s "
					     "ORDER BY id LIMIT 10000",
					     last);
		const int rows = PQntuples(page);

		if (rows) {
			snprintf(last, sizeof last, "%s", PQgetvalue(page, rows - 1, 0));
			session_do(conn, "BEGIN");
			session_copy(conn, "COPY page FROM STDIN");
			put_rows(conn, page);
			session_copied(conn);
			session_do(conn, "UPDATE people SET normal = page.normal, hash = page.hash "
					 "FROM page WHERE people.id = page.id");
			session_do(conn, "COMMIT");
		}
		PQclear(page);
		if (!rows)
			break;
	}
	PQfinish(conn);
}

/* Read in pages of a cursor on one connection, written by COPY on another, in one transaction. */
void work_copy(long count, const char *directory)
{
	PGconn *from = session_open(), *to = session_open();
	int rows;

	(void)count;
	(void)directory;
	session_do(from, "BEGIN");
	session_do(from, "DECLARE everybody CURSOR FOR SELECT id, email FROM people");
	session_copy(to, "COPY people_new FROM STDIN");
	do {
		PGresult *page = session_ask(from, "FETCH 10000 FROM everybody");

		rows = PQntuples(page);
		if (rows)
			put_rows(to, page);
		PQclear(page);
	} while (rows);
	session_copied(to);
	PQfinish(from);
	PQfinish(to);
}
