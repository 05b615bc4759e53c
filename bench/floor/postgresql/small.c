#include "../small.h"

#include "session.h"

#define RECORD                                                                                     \
	"INSERT INTO bench_history VALUES ('Bench########', clock_timestamp() AT TIME ZONE "       \
	"'UTC', "                                                                                  \
	"'a bench migration')"

static void *open_with_history(void)
{
	PGconn *conn = session_open();

	session_do(conn, "SET client_min_messages = warning");
	session_do(conn, "CREATE TABLE IF NOT EXISTS bench_history (name VARCHAR(255) PRIMARY KEY, "
			 "created_at TIMESTAMP(6), description TEXT)");
	return conn;
}

static void run(void *session, const char *sql)
{
	session_do(session, "%s", sql);
}

static void finish(void *session)
{
	PQfinish(session);
}

/* A definition and its record are one transaction here. */
const struct small_database small_database = {
	.open = open_with_history,
	.run = run,
	.close = finish,
	.rows = { .each = { "BEGIN", SMALL_ROW, RECORD, "COMMIT" } },
	.rows_packet = { .each = { "BEGIN; " SMALL_ROW "; " RECORD "; COMMIT" } },
	.rows_process = { .each = { "BEGIN; @; " RECORD "; COMMIT" } },
	.rows_batch = { .before = "BEGIN", .each = { SMALL_ROW, RECORD }, .after = "COMMIT" },
	.rows_batch_process = { .before = "BEGIN", .each = { "@; " RECORD }, .after = "COMMIT" },
	.rows_down = { .each = { "BEGIN", SMALL_NO_ROW, SMALL_FORGET, "COMMIT" } },
	.tables = { .each = { "BEGIN", SMALL_TABLE, RECORD, "COMMIT" } },
	.tables_down = { .each = { "BEGIN", SMALL_NO_TABLE, SMALL_FORGET, "COMMIT" } },
};
