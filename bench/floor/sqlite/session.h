/* The database file that BENCH_FILE names, with SQLite's own settings. Every failure ends the
 * program. */
#ifndef BENCH_SQLITE_SESSION_H
#define BENCH_SQLITE_SESSION_H

#include <sqlite3.h>

sqlite3 *session_open(void);
void session_do(sqlite3 *db, const char *sql, ...) __attribute__((format(printf, 2, 3)));
sqlite3_stmt *session_prepare(sqlite3 *db, const char *sql);
/* True for a row, false at the end. */
int session_step(sqlite3_stmt *statement);

#endif
