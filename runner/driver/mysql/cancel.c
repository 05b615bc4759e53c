#include "session.h"

#include <stdio.h>

/*
 * A statement ends only when no cancel is on its way: a late one would hit the next statement.
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

static bool kill_query(const struct session *session)
{
	struct failure ignored = { 0 };
	MYSQL *mysql = mysql_connect(&session->settings, 0, &ignored);
	char sql[64];
	bool killed;

	failure_finish(&ignored);
	if (!mysql)
		return false;
	snprintf(sql, sizeof sql, "KILL QUERY %llu", (unsigned long long)session->facts.connection);
	killed = mysql_query(mysql, sql) == 0;
	mysql_close(mysql);
	return killed;
}

bool session_cancel(struct session *session)
{
	bool killed;

	pthread_mutex_lock(&session->mutex);
	killed = session->busy && kill_query(session);
	pthread_mutex_unlock(&session->mutex);
	return killed;
}
