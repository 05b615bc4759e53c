#include "session.h"

#include "base/memory.h"

/*
 * A statement ends only when no cancel is on its way: a late one would hit the next statement. The
 * server has passed the signal on before it closes the connection that PQcancel waits for.
 */
void session_begin_statement(struct session *session, bool many)
{
	pthread_mutex_lock(&session->mutex);
	session->busy = true;
	session->many = many;
	pthread_mutex_unlock(&session->mutex);
}

void session_end_statement(struct session *session)
{
	pthread_mutex_lock(&session->mutex);
	session->busy = false;
	pthread_mutex_unlock(&session->mutex);
}

static bool cancel_statement(const struct session *session)
{
	char why[256];

	return session->cancel && PQcancel(session->cancel, why, sizeof why);
}

/*
 * A cancel that comes between two statements of a packet is forgotten by the server, which goes on
 * with the next one. The end of the session is not.
 */
static bool end_session(struct session *session)
{
	char *sql = memory_format("SELECT pg_catalog.pg_terminate_backend(%llu)",
				  (unsigned long long)session->facts.connection);
	struct cells cells = { 0 };
	const bool ended =
		watch_ask(session, sql, &cells) && cells.texts[0] && cells.texts[0][0] == 't';

	cells_finish(&cells);
	return ended;
}

bool session_cancel(struct session *session)
{
	bool asked;

	pthread_mutex_lock(&session->mutex);
	asked = session->busy &&
		((session->many && end_session(session)) || cancel_statement(session));
	pthread_mutex_unlock(&session->mutex);
	return asked;
}
