#include "bulk.h"

#include <pg_config.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "driver/settings.h"

static void close_session(struct session *session)
{
	if (!session)
		return;
	pthread_mutex_lock(&session->mutex);
	watch_finish(&session->watch);
	PQfreeCancel(session->cancel);
	PQfinish(session->conn);
	pthread_mutex_unlock(&session->mutex);
	pthread_mutex_destroy(&session->mutex);
	settings_finish(&session->settings);
	facts_finish(&session->facts);
	shape_forget(session);
	prepared_finish(&session->prepared);
	free(session->lock);
	free(session->mark);
	free(session->migration);
	free(session);
}

static bool begin_session(struct session *session, struct failure *failure)
{
	session->conn = postgresql_connect(&session->settings, false, failure);
	if (!session->conn)
		return false;
	PQsetNoticeReceiver(session->conn, notice_receive, session);
	session->cancel = PQgetCancel(session->conn);
	if (!facts_read(session, failure))
		return false;
	if (server_is_pooled(&session->facts, PQbackendPID(session->conn)) &&
	    !pooler_accept(session, failure))
		return false;
	return server_accept(&session->facts, &session->settings, failure);
}

static struct session *open_session(const struct driver_settings *settings, struct failure *failure)
{
	struct session *session = memory_alloc(sizeof *session);

	pthread_mutex_init(&session->mutex, NULL);
	settings_copy(&session->settings, settings);
	if (begin_session(session, failure))
		return session;
	close_session(session);
	return NULL;
}

static char *place_of(PGconn *conn)
{
	const char *host = PQhost(conn);

	if (!host || !*host)
		return memory_copy("");
	return host[0] == '/' ? memory_format("%s/.s.PGSQL.%s", host, PQport(conn))
			      : memory_format("%s:%s", host, PQport(conn));
}

static void describe(struct session *session, struct server *out)
{
	*out = (struct server){
		.product = "PostgreSQL",
		.place = place_of(session->conn),
		.schema = memory_copy(session->facts.database),
		.account = memory_copy(session->facts.account),
		.connection = session->facts.connection,
	};
	snprintf(out->version, sizeof out->version, "%s", session->facts.version);
}

/* Any other statement may alter the table that a bulk has asked about, be it by a function. */
static void note_statement(struct session *session, const char *sql)
{
	if (strncmp(sql, "SAVEPOINT ", strlen("SAVEPOINT ")) != 0 &&
	    strncmp(sql, "RELEASE ", strlen("RELEASE ")) != 0)
		shape_forget(session);
}

static bool execute(struct session *session, const char *sql, size_t length,
		    const glim_value *values, size_t count, const struct row_sink *sink,
		    struct outcome *out, struct failure *failure)
{
	bool done;

	note_statement(session, sql);
	session_begin_statement(session, false);
	done = query_run(session, sql, length, values, count, sink, out, failure);
	session_end_statement(session);
	return done;
}

static bool send_packet(struct session *session, struct parcel *list, size_t count, size_t *done,
			const struct parcel_news *news, struct failure *failure)
{
	bool good;

	for (size_t i = 0; i < count; i++)
		note_statement(session, list[i].sql);
	session_begin_statement(session, true);
	good = packet_run(session, list, count, done, news, failure);
	session_end_statement(session);
	return good;
}

static bool ping(struct session *session, struct failure *failure)
{
	static const char nothing[] = "SELECT";

	return query_run(session, nothing, strlen(nothing), NULL, 0, NULL, NULL, failure);
}

#define TEXT_OF(number)   #number
#define VERSION_OF(minor) PG_MAJORVERSION "." TEXT_OF(minor)

GLIM_EXPORT extern const struct driver glim_module;

GLIM_EXPORT const struct driver glim_module = {
	.version = DRIVER_VERSION,
	.name = "postgresql",
	.library = "libpq " VERSION_OF(PG_MINORVERSION_NUM),
	.dialect = &dialect_postgresql,
	.open = open_session,
	.close = close_session,
	.describe = describe,
	.execute = execute,
	.send = send_packet,
	.bulk = session_bulk,
	.bulk_end = shape_forget,
	.try_lock = session_try_lock,
	.unlock = session_unlock,
	.find_holder = session_find_holder,
	.announce = session_announce,
	.cancel = session_cancel,
	.progress = session_progress,
	.blocker = session_blocker,
	.ping = ping,
	.last_id = session_last_id,
};
