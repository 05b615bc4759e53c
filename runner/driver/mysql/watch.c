#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"

enum { PATIENCE = 2, AGAIN = 30 * 1000000, UNKNOWN_COLUMN = 1054 };

/* The server counts rows against an estimate of them, and may come to more. */
static double percent_of(const char *cell)
{
	const double percent = cell ? strtod(cell, NULL) : -1;

	return percent > 100 ? 100 : percent;
}

void watch_finish(struct watch *watch)
{
	if (watch->mysql)
		mysql_close(watch->mysql);
	watch->mysql = NULL;
	free(watch->announced);
	free(watch->migration);
	watch->announced = watch->migration = NULL;
}

/* A server that gave none is not asked again at once: the migration has the better right to it. */
static bool watch_open(struct session *session)
{
	struct watch *watch = &session->watch;
	struct failure ignored = { 0 };

	if (watch->mysql)
		return true;
	if (clock_elapsed() < watch->again)
		return false;
	watch->mysql = mysql_connect(&session->settings, PATIENCE, &ignored);
	watch->again = clock_elapsed() + AGAIN;
	failure_finish(&ignored);
	return watch->mysql != NULL;
}

static bool ask(struct watch *watch, char *sql, struct cells *cells, int *native)
{
	struct failure failure = { 0 };
	const bool done = cells_read(watch->mysql, sql, cells, &failure);

	*native = failure.native;
	if (failure.kind == FAILURE_LOST)
		watch_finish(watch);
	failure_finish(&failure);
	free(sql);
	return done;
}

static char *progress_sql(const struct session *session)
{
	return memory_format("SELECT COMMAND, STATE%s FROM information_schema.PROCESSLIST "
			     "WHERE ID = %llu",
			     session->watch.no_stages ? "" : ", STAGE, MAX_STAGE, PROGRESS",
			     (unsigned long long)session->facts.connection);
}

static bool read_progress(struct session *session, struct cells *cells)
{
	int native;

	if (ask(&session->watch, progress_sql(session), cells, &native))
		return true;
	if (native != UNKNOWN_COLUMN || session->watch.no_stages)
		return false;
	session->watch.no_stages = true;
	return ask(&session->watch, progress_sql(session), cells, &native);
}

static bool is_waiting(const char *state)
{
	return strncmp(state, "Waiting for ", 12) == 0 && strstr(state, "lock");
}

/* "0" in all of them is how the server says that it does not know. */
static bool take_progress(char **cell, struct statement_progress *out)
{
	const int stages = cell[3] ? atoi(cell[3]) : 0;

	*out = (struct statement_progress){ .percent = -1 };
	if (!cell[0] || strcmp(cell[0], "Sleep") == 0)
		return false;
	if (cell[1])
		snprintf(out->state, sizeof out->state, "%s", cell[1]);
	out->waits = is_waiting(out->state);
	if (stages > 0) {
		out->stage = cell[2] ? atoi(cell[2]) : 0;
		out->stages = stages;
		out->percent = percent_of(cell[4]);
	}
	return true;
}

bool session_progress(struct session *session, struct statement_progress *out)
{
	struct cells cells;
	bool known;

	if (!watch_open(session))
		return false;
	announce_update(session);
	known = read_progress(session, &cells) && take_progress(cells.texts, out);
	cells_finish(&cells);
	return known;
}

/* Locks of tables are not shown; who has a transaction open for longest is likely the one. */
static char *blocker_sql(const struct session *session)
{
	return memory_format(
		"SELECT p.ID, p.USER, p.HOST, TIMESTAMPDIFF(SECOND, "
		"CONVERT_TZ(t.trx_started, 'SYSTEM', '+00:00'), UTC_TIMESTAMP()) "
		"FROM information_schema.INNODB_TRX t "
		"JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id "
		"WHERE p.ID NOT IN (%llu, CONNECTION_ID()) ORDER BY t.trx_started LIMIT 1",
		(unsigned long long)session->facts.connection);
}

static bool take_blocker(char **cell, struct statement_blocker *out)
{
	if (!cell[0] || !cell[1] || !cell[2])
		return false;
	*out = (struct statement_blocker){
		.who = memory_format("connection %s (%s@%.*s)", cell[0], cell[1],
				     host_length(cell[2]), cell[2]),
		.age = cell[3] ? atoll(cell[3]) * 1000000 : -1,
	};
	return true;
}

bool session_blocker(struct session *session, struct statement_blocker *out)
{
	struct cells cells = { 0 };
	bool known;
	int native = 0;

	if (!session->watch.mysql || session->watch.sees_nobody)
		return false;
	known = ask(&session->watch, blocker_sql(session), &cells, &native) &&
		take_blocker(cells.texts, out);
	session->watch.sees_nobody = native == 1227;
	cells_finish(&cells);
	return known;
}
