/* A million rows through code: back into their own table, or into a new one. */
#include "../address.h"
#include "../works.h"
#include "session.h"

struct address {
	char normal[ADDRESS_SIZE], hash[ADDRESS_HEX + 1];
	size_t length;
};

static void read_address(sqlite3_stmt *row, struct address *address)
{
	const char *email = (const char *)sqlite3_column_text(row, 1);

	address->length =
		address_normal(email, (size_t)sqlite3_column_bytes(row, 1), address->normal);
	address_hash(address->normal, address->length, address->hash);
}

static void write_address(sqlite3_stmt *write, sqlite3_int64 id, const struct address *address)
{
	sqlite3_bind_int64(write, 1, id);
	sqlite3_bind_text(write, 2, address->normal, (int)address->length, SQLITE_STATIC);
	sqlite3_bind_text(write, 3, address->hash, ADDRESS_HEX, SQLITE_STATIC);
	session_step(write);
	sqlite3_reset(write);
}

/* A page is read to its end before its rows change. */
static sqlite3_int64 rewrite_page(sqlite3_stmt *read, sqlite3_stmt *write, sqlite3_int64 last)
{
	static struct address page[10000];
	static sqlite3_int64 ids[10000];
	int count = 0;

	sqlite3_bind_int64(read, 1, last);
	while (session_step(read)) {
		ids[count] = sqlite3_column_int64(read, 0);
		read_address(read, &page[count++]);
	}
	sqlite3_reset(read);
	for (int i = 0; i < count; i++)
		write_address(write, ids[i], &page[i]);
	return count ? ids[count - 1] : last;
}

void work_rewrite(long count, const char *directory)
{
	sqlite3 *db = session_open();
	sqlite3_stmt *read = session_prepare(
		db, "SELECT id, email FROM people WHERE id > ? ORDER BY id LIMIT 10000");
	sqlite3_stmt *write =
		session_prepare(db, "UPDATE people SET normal = ?2, hash = ?3 WHERE id = ?1");
	sqlite3_int64 before, last = 0;

	(void)count;
	(void)directory;
	do {
		before = last;
		session_do(db, "BEGIN");
		last = rewrite_page(read, write, before);
		session_do(db, "COMMIT");
	} while (last != before);
	sqlite3_finalize(read);
	sqlite3_finalize(write);
	sqlite3_close(db);
}

void work_copy(long count, const char *directory)
{
	sqlite3 *db = session_open();
	sqlite3_stmt *read = session_prepare(db, "SELECT id, email FROM people");
	sqlite3_stmt *write = session_prepare(db, "INSERT INTO people_new VALUES (?, ?, ?)");
	struct address address;

	(void)count;
	(void)directory;
	session_do(db, "BEGIN");
	while (session_step(read)) {
		read_address(read, &address);
		write_address(write, sqlite3_column_int64(read, 0), &address);
	}
	session_do(db, "COMMIT");
	sqlite3_finalize(read);
	sqlite3_finalize(write);
	sqlite3_close(db);
}
