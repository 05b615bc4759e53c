/* `run` and `status` with nothing to do: read the directory, read the history, compare. */
#include "../pending.h"
#include "../works.h"
#include "session.h"

#include <stdio.h>
#include <string.h>

static void compare(struct names *plugins, const PGresult *result)
{
	struct names history = { 0 };

	for (int i = 0; i < PQntuples(result); i++)
		names_add(&history, PQgetvalue(result, i, 0), strlen(PQgetvalue(result, i, 0)));
	printf("%zu pending, %zu applied\n", names_missing(plugins, &history), history.count);
}

void work_idle(long count, const char *directory)
{
	struct names plugins = { 0 };
	PGconn *conn = session_open();
	PGresult *result;

	(void)count;
	names_of_plugins(&plugins, directory);
	result = session_ask(conn, "SELECT name FROM glim_migrations");
	compare(&plugins, result);
	PQclear(result);
	PQfinish(conn);
}

void work_status(long count, const char *directory)
{
	struct names plugins = { 0 };
	PGconn *conn = session_open();
	PGresult *result;
	int first;

	(void)count;
	names_of_plugins(&plugins, directory);
	result = session_ask(conn,
			     "SELECT name, created_at, description, state, duration_us, applied_by "
			     "FROM glim_migrations ORDER BY created_at");
	first = PQntuples(result) > 10 ? PQntuples(result) - 10 : 0;
	for (int i = first; i < PQntuples(result); i++)
		printf("%s %s %s %s %s %s\n", PQgetvalue(result, i, 3), PQgetvalue(result, i, 0),
		       PQgetvalue(result, i, 1), PQgetvalue(result, i, 4), PQgetvalue(result, i, 5),
		       PQgetvalue(result, i, 2));
	compare(&plugins, result);
	PQclear(result);
	PQfinish(conn);
}
