/* Many small migrations: their statement and a record of it, nothing else. */
#include "../process.h"
#include "../works.h"
#include "session.h"

#define RECORD                                                                                     \
	"INSERT INTO bench_history VALUES ('Bench%08ld', UTC_TIMESTAMP(6), 'a bench migration')"
#define FORGET "DELETE FROM bench_history WHERE name = 'Bench%08ld'"

static MYSQL *open_with_history(void)
{
	MYSQL *mysql = session_open();

	session_do(mysql,
		   "CREATE TABLE IF NOT EXISTS bench_history (name VARCHAR(255) PRIMARY KEY, "
		   "created_at DATETIME(6), description TEXT)");
	return mysql;
}

/* Four round trips each. */
void work_rows(long count, const char *directory)
{
	MYSQL *mysql = open_with_history();

	(void)directory;
	for (long i = 1; i <= count; i++) {
		session_do(mysql, "BEGIN");
		session_do(mysql, "INSERT INTO bench VALUES (%ld, 'row %ld')", i, i);
		session_do(mysql, RECORD, i);
		session_do(mysql, "COMMIT");
	}
	mysql_close(mysql);
}

/* One round trip each. */
void work_rows_packet(long count, const char *directory)
{
	MYSQL *mysql = open_with_history();

	(void)directory;
	for (long i = 1; i <= count; i++)
		session_do(mysql,
			   "BEGIN; INSERT INTO bench VALUES (%ld, 'row %ld'); " RECORD "; COMMIT",
			   i, i, i);
	mysql_close(mysql);
}

/* The same, and what to execute comes of a plugin in a process of its own. */
void work_rows_process(long count, const char *directory)
{
	MYSQL *mysql = open_with_history();
	char sql[256];

	for (long i = 1; i <= count; i++) {
		process_ask(directory, i, sql, sizeof sql);
		session_do(mysql, "BEGIN; %s; " RECORD "; COMMIT", sql, i);
	}
	mysql_close(mysql);
}

/* Two round trips each and one commit in all. */
void work_rows_batch(long count, const char *directory)
{
	MYSQL *mysql = open_with_history();

	(void)directory;
	session_do(mysql, "BEGIN");
	for (long i = 1; i <= count; i++) {
		session_do(mysql, "INSERT INTO bench VALUES (%ld, 'row %ld')", i, i);
		session_do(mysql, RECORD, i);
	}
	session_do(mysql, "COMMIT");
	mysql_close(mysql);
}

void work_rows_down(long count, const char *directory)
{
	MYSQL *mysql = open_with_history();

	(void)directory;
	for (long i = count; i > 0; i--) {
		session_do(mysql, "BEGIN");
		session_do(mysql, "DELETE FROM bench WHERE id = %ld", i);
		session_do(mysql, FORGET, i);
		session_do(mysql, "COMMIT");
	}
	mysql_close(mysql);
}

void work_tables(long count, const char *directory)
{
	MYSQL *mysql = open_with_history();

	(void)directory;
	for (long i = 1; i <= count; i++) {
		session_do(mysql,
			   "CREATE TABLE bench_%08ld (id INTEGER PRIMARY KEY, "
			   "label VARCHAR(80))",
			   i);
		session_do(mysql, RECORD, i);
	}
	mysql_close(mysql);
}

void work_tables_down(long count, const char *directory)
{
	MYSQL *mysql = open_with_history();

	(void)directory;
	for (long i = count; i > 0; i--) {
		session_do(mysql, "DROP TABLE bench_%08ld", i);
		session_do(mysql, FORGET, i);
	}
	mysql_close(mysql);
}
