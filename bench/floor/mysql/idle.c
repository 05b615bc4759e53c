/* `run` and `status` with nothing to do: read the directory, read the history, compare. */
#include "../pending.h"
#include "../works.h"
#include "session.h"

#include <stdio.h>
#include <string.h>

void work_idle(long count, const char *directory)
{
	struct names plugins = { 0 }, history = { 0 };
	MYSQL *mysql = session_open();
	MYSQL_ROW row;

	(void)count;
	names_of_plugins(&plugins, directory);
	mysql_query(mysql, "SELECT name FROM glim_migrations");
	MYSQL_RES *result = mysql_use_result(mysql);
	while (result && (row = mysql_fetch_row(result)))
		names_add(&history, row[0], strlen(row[0]));
	mysql_free_result(result);
	printf("%zu pending, %zu applied\n", names_missing(&plugins, &history), history.count);
	mysql_close(mysql);
}

void work_status(long count, const char *directory)
{
	struct names plugins = { 0 }, history = { 0 };
	MYSQL *mysql = session_open();
	MYSQL_ROW row;

	(void)count;
	names_of_plugins(&plugins, directory);
	mysql_query(mysql, "SELECT name, created_at, description, state, duration_us, applied_by "
			   "FROM glim_migrations ORDER BY created_at");
	MYSQL_RES *result = mysql_store_result(mysql);
	while (result && (row = mysql_fetch_row(result))) {
		names_add(&history, row[0], strlen(row[0]));
		if (history.count + 10 > mysql_num_rows(result))
			printf("%s %s %s %s %s %s\n", row[3], row[0], row[1], row[4], row[5],
			       row[2]);
	}
	mysql_free_result(result);
	printf("%zu pending, %zu applied\n", names_missing(&plugins, &history), history.count);
	mysql_close(mysql);
}
