#include "session.h"

#include <poll.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"

static bool take_first(PGconn *conn, const PGresult *answer, const char *sql, struct cells *cells,
		       struct failure *failure)
{
	if (PQresultStatus(answer) != PGRES_TUPLES_OK)
		return result_failure(conn, answer, sql, failure);
	cells_finish(cells);
	for (int i = 0; PQntuples(answer) && i < PQnfields(answer) && i < CELLS; i++)
		cells->texts[i] =
			PQgetisnull(answer, 0, i) ? NULL : memory_copy(PQgetvalue(answer, 0, i));
	return true;
}

bool cells_read(PGconn *conn, const char *sql, struct cells *cells, struct failure *failure)
{
	PGresult *answer = PQexec(conn, sql);
	bool done;

	*cells = (struct cells){ 0 };
	done = take_first(conn, answer, sql, cells, failure);
	PQclear(answer);
	return done;
}

/* False: the time is over, or the connection and what had come before. */
static bool wait_for_answer(PGconn *conn, int64_t end)
{
	for (;;) {
		struct pollfd socket = { .fd = PQsocket(conn), .events = POLLIN };
		const bool alive = PQconsumeInput(conn);
		const int64_t left = end - clock_elapsed();

		if (!PQisBusy(conn))
			return true;
		if (!alive || left <= 0)
			return false;
		poll(&socket, 1, (int)(left / 1000) + 1);
	}
}

bool cells_read_within(PGconn *conn, const char *sql, int64_t patience, struct cells *cells)
{
	const int64_t end = clock_elapsed() + patience;
	struct failure ignored = { 0 };
	PGresult *answer;
	bool done = false;

	*cells = (struct cells){ 0 };
	if (!conn || !PQsendQuery(conn, sql))
		return false;
	while (wait_for_answer(conn, end) && (answer = PQgetResult(conn))) {
		done = take_first(conn, answer, sql, cells, &ignored);
		PQclear(answer);
	}
	failure_finish(&ignored);
	return done;
}

void cells_finish(struct cells *cells)
{
	for (size_t i = 0; i < CELLS; i++)
		free(cells->texts[i]);
	*cells = (struct cells){ 0 };
}
