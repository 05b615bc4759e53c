#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"

enum { PATIENCE = 2, SECOND = 1000000, AGAIN = 30 * SECOND };

void watch_finish(struct watch *watch)
{
	PQfinish(watch->conn);
	free(watch->migration);
	watch->conn = NULL;
	watch->migration = NULL;
}

/* The server that the session is with, whichever of several that was. */
PGconn *connect_beside(const struct session *session)
{
	struct driver_settings settings = session->settings;
	struct failure ignored = { 0 };
	PGconn *conn;

	settings.host = PQhost(session->conn);
	settings.port = atoi(PQport(session->conn));
	settings.socket = NULL;
	settings.connect_timeout = PATIENCE;
	conn = postgresql_connect(&settings, session->mark != NULL, &ignored);
	failure_finish(&ignored);
	return conn;
}

/* A server that gave none is not asked again at once: the migration has the better right to it. */
static bool watch_open(struct session *session)
{
	struct watch *watch = &session->watch;

	if (watch->conn)
		return true;
	if (clock_elapsed() < watch->again)
		return false;
	watch->conn = connect_beside(session);
	watch->again = clock_elapsed() + AGAIN;
	return watch->conn != NULL;
}

/* Takes the SQL. What does not answer is not waited for again. */
bool watch_ask(struct session *session, char *sql, struct cells *cells)
{
	struct watch *watch = &session->watch;
	const bool done = watch_open(session) &&
			  cells_read_within(watch->conn, sql, PATIENCE * SECOND, cells);

	if (watch->conn && !done)
		watch_finish(watch);
	free(sql);
	return done;
}

void session_announce(struct session *session, const char *migration)
{
	pthread_mutex_lock(&session->mutex);
	free(session->migration);
	session->migration = memory_copy(migration);
	pthread_mutex_unlock(&session->mutex);
}

static bool is_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static char *label_sql(const struct session *session, const char *migration)
{
	char *pid = memory_format("%llu", (unsigned long long)session->facts.connection);
	char *label = migration ? holder_label(pid, migration) : memory_copy("glim");
	char *quoted = PQescapeLiteral(session->watch.conn, label, strlen(label));
	char *sql = memory_format("SELECT pg_catalog.set_config('application_name', %s, false)",
				  quoted);

	PQfreemem(quoted);
	free(label);
	free(pid);
	return sql;
}

void watch_announce(struct session *session)
{
	struct cells cells = { 0 };
	char *migration;

	pthread_mutex_lock(&session->mutex);
	migration = memory_copy(session->migration);
	pthread_mutex_unlock(&session->mutex);
	if (!is_same(migration, session->watch.migration) && watch_open(session) &&
	    watch_ask(session, label_sql(session, migration), &cells)) {
		free(session->watch.migration);
		session->watch.migration = memory_copy(migration);
	}
	cells_finish(&cells);
	free(migration);
}
