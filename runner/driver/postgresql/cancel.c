#include "session.h"

/*
 * A statement ends only when no cancel is on its way: a late one would hit the next statement. The
 * server has passed the signal on before it closes the connection that PQcancel waits for.
 */
void session_begin_statement(struct session *session)
{
	pthread_mutex_lock(&session->mutex);
	session->busy = true;
	pthread_mutex_unlock(&session->mutex);
}

void session_end_statement(struct session *session)
{
	pthread_mutex_lock(&session->mutex);
	session->busy = false;
	pthread_mutex_unlock(&session->mutex);
}

bool session_cancel(struct session *session)
{
	char why[256];
	bool asked;

	pthread_mutex_lock(&session->mutex);
	asked = session->busy && session->cancel && PQcancel(session->cancel, why, sizeof why);
	pthread_mutex_unlock(&session->mutex);
	return asked;
}
