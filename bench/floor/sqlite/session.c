#include "session.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void check(int failed, const char *what, sqlite3 *db)
{
	if (!failed)
		return;
	fprintf(stderr, "floor: %s: %s\n", what, sqlite3_errmsg(db));
	exit(1);
}

sqlite3 *session_open(void)
{
	const char *file = getenv("BENCH_FILE");
	sqlite3 *db = NULL;

	check(sqlite3_open(file ? file : "", &db), file ? file : "BENCH_FILE is not set", db);
	return db;
}

void session_do(sqlite3 *db, const char *sql, ...)
{
	char text[4096];
	va_list arguments;

	va_start(arguments, sql);
	vsnprintf(text, sizeof text, sql, arguments);
	va_end(arguments);
	check(sqlite3_exec(db, text, NULL, NULL, NULL), text, db);
}

sqlite3_stmt *session_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	check(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), sql, db);
	return statement;
}

int session_step(sqlite3_stmt *statement)
{
	int status = sqlite3_step(statement);

	check(status != SQLITE_ROW && status != SQLITE_DONE, "step", sqlite3_db_handle(statement));
	return status == SQLITE_ROW;
}
