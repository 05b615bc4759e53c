#include "../small.h"

#include "session.h"

#define RECORD                                                                                     \
	"INSERT INTO bench_history VALUES ('Bench########', UTC_TIMESTAMP(6), 'a bench "           \
	"migration')"

/* One that a crash broke off can be told and settled, and whatever was done stays in the log. */
#define STARTED(sql)                                                                               \
	"INSERT INTO bench_steps VALUES ('Bench########', 1, 'started', '" sql "', MD5('" sql      \
	"')); COMMIT"
#define ENDED(event)                                                                               \
	"DELETE FROM bench_steps WHERE name = 'Bench########'; INSERT INTO bench_log VALUES "      \
	"(UUID(), UTC_TIMESTAMP(6), '" event "', 'Bench########'); COMMIT"

static void *open_with_history(void)
{
	MYSQL *mysql = session_open();

	session_do(mysql,
		   "CREATE TABLE IF NOT EXISTS bench_history (name VARCHAR(255) PRIMARY KEY, "
		   "created_at DATETIME(6), description TEXT); "
		   "CREATE TABLE IF NOT EXISTS bench_steps (name VARCHAR(255), step BIGINT, "
		   "state VARCHAR(16), sql_text TEXT, sql_hash VARCHAR(64), "
		   "PRIMARY KEY (name, step)); "
		   "CREATE TABLE IF NOT EXISTS bench_log (id VARCHAR(255) PRIMARY KEY, "
		   "created_at DATETIME(6), event VARCHAR(16), name VARCHAR(255), INDEX (name))");
	return mysql;
}

static void run(void *session, const char *sql)
{
	session_do(session, "%s", sql);
}

static void finish(void *session)
{
	mysql_close(session);
}

/* A definition is a transaction of its own. */
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
	.tables = { .each = { SMALL_TABLE, RECORD } },
	.tables_journal = { .each = { RECORD, SMALL_TABLE, SMALL_NOTED } },
	.tables_history = { .each = { "BEGIN; " RECORD "; " STARTED(SMALL_TABLE), SMALL_TABLE,
				      "BEGIN; " SMALL_NOTED "; " ENDED("run") } },
	.tables_down = { .each = { SMALL_NO_TABLE, SMALL_FORGET } },
	.tables_down_journal = { .each = { SMALL_LEAVING, SMALL_NO_TABLE, SMALL_FORGET } },
	.tables_down_history = { .each = { "BEGIN; " SMALL_LEAVING "; " STARTED(SMALL_NO_TABLE),
					   SMALL_NO_TABLE,
					   "BEGIN; " SMALL_FORGET "; " ENDED("rollback") } },
};
