#include "session.h"

#include <stdio.h>

/*
 * A statement ends only when no cancel is on its way: a late one would hit the next statement.
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

/*
 * KILL QUERY of a packet may land between two of its statements: it then hits nothing, or leaves
 * the client waiting for answers that never come.
 */
static bool kill_statement(const struct session *session)
{
	struct failure ignored = { 0 };
	MYSQL *mysql = mysql_connect(&session->settings, 0, &ignored);
	char sql[64];
	bool killed;

	failure_finish(&ignored);
	if (!mysql)
		return false;
	snprintf(sql, sizeof sql, "KILL %s %llu", session->many ? "CONNECTION" : "QUERY",
		 (unsigned long long)session->facts.connection);
	killed = mysql_query(mysql, sql) == 0;
	mysql_close(mysql);
	return killed;
}

bool session_cancel(struct session *session)
{
	bool killed;

	pthread_mutex_lock(&session->mutex);
	killed = session->busy && kill_statement(session);
	pthread_mutex_unlock(&session->mutex);
	return killed;
}
