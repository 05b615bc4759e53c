/* Many small migrations: their statement and a record of it, nothing else. */
#include "../process.h"
#include "../works.h"
#include "session.h"

#define RECORD                                                                                     \
	"INSERT INTO bench_history VALUES ('Bench%08ld', clock_timestamp() AT TIME ZONE 'UTC', "   \
	"'a bench migration')"
#define FORGET "DELETE FROM bench_history WHERE name = 'Bench%08ld'"

static PGconn *open_with_history(void)
{
	PGconn *conn = session_open();

	session_do(conn, "SET client_min_messages = warning");
	session_do(conn, "CREATE TABLE IF NOT EXISTS bench_history (name VARCHAR(255) PRIMARY KEY, "
			 "created_at TIMESTAMP(6), description TEXT)");
	return conn;
}

/* Four round trips each. */
void work_rows(long count, const char *directory)
{
	PGconn *conn = open_with_history();

	(void)directory;
	for (long i = 1; i <= count; i++) {
		session_do(conn, "BEGIN");
		session_do(conn, "INSERT INTO bench VALUES (%ld, 'row %ld')", i, i);
		session_do(conn, RECORD, i);
		session_do(conn, "COMMIT");
	}
	PQfinish(conn);
}

/* One round trip each. */
void work_rows_packet(long count, const char *directory)
{
	PGconn *conn = open_with_history();

	(void)directory;
	for (long i = 1; i <= count; i++)
		session_do(conn,
			   "BEGIN; INSERT INTO bench VALUES (%ld, 'row %ld'); " RECORD "; COMMIT",
			   i, i, i);
	PQfinish(conn);
}

/* The same, and what to execute comes of a plugin in a process of its own. */
void work_rows_process(long count, const char *directory)
{
	PGconn *conn = open_with_history();
	char sql[256];

	for (long i = 1; i <= count; i++) {
		process_ask(directory, i, sql, sizeof sql);
		session_do(conn, "BEGIN; %s; " RECORD "; COMMIT", sql, i);
	}
	PQfinish(conn);
}

/* Two round trips each and one commit in all. */
void work_rows_batch(long count, const char *directory)
{
	PGconn *conn = open_with_history();

	(void)directory;
	session_do(conn, "BEGIN");
	for (long i = 1; i <= count; i++) {
		session_do(conn, "INSERT INTO bench VALUES (%ld, 'row %ld')", i, i);
		session_do(conn, RECORD, i);
	}
	session_do(conn, "COMMIT");
	PQfinish(conn);
}

void work_rows_down(long count, const char *directory)
{
	PGconn *conn = open_with_history();

	(void)directory;
	for (long i = count; i > 0; i--) {
		session_do(conn, "BEGIN");
		session_do(conn, "DELETE FROM bench WHERE id = %ld", i);
		session_do(conn, FORGET, i);
		session_do(conn, "COMMIT");
	}
	PQfinish(conn);
}

/* A definition and its record are one transaction here. */
void work_tables(long count, const char *directory)
{
	PGconn *conn = open_with_history();

	(void)directory;
	for (long i = 1; i <= count; i++) {
		session_do(conn, "BEGIN");
		session_do(conn,
			   "CREATE TABLE bench_%08ld (id INTEGER PRIMARY KEY, label VARCHAR(80))",
			   i);
		session_do(conn, RECORD, i);
		session_do(conn, "COMMIT");
	}
	PQfinish(conn);
}

void work_tables_down(long count, const char *directory)
{
	PGconn *conn = open_with_history();

	(void)directory;
	for (long i = count; i > 0; i--) {
		session_do(conn, "BEGIN");
		session_do(conn, "DROP TABLE bench_%08ld", i);
		session_do(conn, FORGET, i);
		session_do(conn, "COMMIT");
	}
	PQfinish(conn);
}
