/* `run` and `status` with nothing to do: read the directory, read the history, compare. */
#include "../pending.h"
#include "../works.h"
#include "session.h"

#include <stdio.h>
#include <string.h>

static const char *text(sqlite3_stmt *row, int column)
{
	const unsigned char *value = sqlite3_column_text(row, column);

	return value ? (const char *)value : "";
}

static void show_newest(sqlite3 *db)
{
	sqlite3_stmt *row = session_prepare(
		db, "SELECT state, name, created_at, duration_us, applied_by, description "
		    "FROM glim_migrations ORDER BY created_at DESC LIMIT 10");

	while (session_step(row)) {
		for (int i = 0; i < 6; i++)
			printf("%s ", text(row, i));
		puts("");
	}
	sqlite3_finalize(row);
}

static void compare(sqlite3 *db, const char *directory)
{
	struct names plugins = { 0 }, history = { 0 };
	sqlite3_stmt *row = session_prepare(db, "SELECT name FROM glim_migrations");

	names_of_plugins(&plugins, directory);
	while (session_step(row))
		names_add(&history, text(row, 0), strlen(text(row, 0)));
	sqlite3_finalize(row);
	printf("%zu pending, %zu applied\n", names_missing(&plugins, &history), history.count);
}

void work_idle(long count, const char *directory)
{
	sqlite3 *db = session_open();

	(void)count;
	compare(db, directory);
	sqlite3_close(db);
}

void work_status(long count, const char *directory)
{
	sqlite3 *db = session_open();

	(void)count;
	show_newest(db);
	compare(db, directory);
	sqlite3_close(db);
}
