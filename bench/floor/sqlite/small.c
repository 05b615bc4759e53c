/* Many small migrations: their statement and a record of it, nothing else. */
#include "../process.h"
#include "../works.h"
#include "session.h"

#define RECORD                                                                                     \
	"INSERT INTO bench_history VALUES ('Bench%08ld', CURRENT_TIMESTAMP, 'a bench migration')"
#define FORGET "DELETE FROM bench_history WHERE name = 'Bench%08ld'"

static sqlite3 *open_with_history(void)
{
	sqlite3 *db = session_open();

	session_do(db, "CREATE TABLE IF NOT EXISTS bench_history (name VARCHAR(255) PRIMARY KEY, "
		       "created_at DATETIME, description TEXT)");
	return db;
}

void work_rows(long count, const char *directory)
{
	sqlite3 *db = open_with_history();

	(void)directory;
	for (long i = 1; i <= count; i++)
		session_do(db,
			   "BEGIN; INSERT INTO bench VALUES (%ld, 'row %ld'); " RECORD "; COMMIT",
			   i, i, i);
	sqlite3_close(db);
}

/* There are no round trips to save. */
void work_rows_packet(long count, const char *directory)
{
	work_rows(count, directory);
}

/* What to execute comes of a plugin in a process of its own. */
void work_rows_process(long count, const char *directory)
{
	sqlite3 *db = open_with_history();
	char sql[256];

	for (long i = 1; i <= count; i++) {
		process_ask(directory, i, sql, sizeof sql);
		session_do(db, "BEGIN; %s; " RECORD "; COMMIT", sql, i);
	}
	sqlite3_close(db);
}

void work_rows_batch(long count, const char *directory)
{
	sqlite3 *db = open_with_history();

	(void)directory;
	session_do(db, "BEGIN");
	for (long i = 1; i <= count; i++)
		session_do(db, "INSERT INTO bench VALUES (%ld, 'row %ld'); " RECORD, i, i, i);
	session_do(db, "COMMIT");
	sqlite3_close(db);
}

void work_rows_down(long count, const char *directory)
{
	sqlite3 *db = open_with_history();

	(void)directory;
	for (long i = count; i > 0; i--)
		session_do(db, "BEGIN; DELETE FROM bench WHERE id = %ld; " FORGET "; COMMIT", i, i);
	sqlite3_close(db);
}

void work_tables(long count, const char *directory)
{
	sqlite3 *db = open_with_history();

	(void)directory;
	for (long i = 1; i <= count; i++)
		session_do(db,
			   "BEGIN; CREATE TABLE bench_%08ld (id INTEGER PRIMARY KEY, "
			   "label VARCHAR(80)); " RECORD "; COMMIT",
			   i, i);
	sqlite3_close(db);
}

void work_tables_down(long count, const char *directory)
{
	sqlite3 *db = open_with_history();

	(void)directory;
	for (long i = count; i > 0; i--)
		session_do(db, "BEGIN; DROP TABLE bench_%08ld; " FORGET "; COMMIT", i, i);
	sqlite3_close(db);
}
