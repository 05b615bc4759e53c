#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define FACTS                                                                                      \
	"SELECT current_setting('server_version'), version(), current_user, current_database(), "  \
	"current_schema(), current_setting('search_path'), pg_backend_pid(), "                     \
	"pg_is_in_recovery(), current_setting('default_transaction_read_only'), "                  \
	"current_setting('lock_timeout')"

/*
 * A server looks whether its client is still there only when it is told to (from version 14 on, and
 * not on every system). What it sets is part of the answer, so that it costs no round trip. A
 * session that may be somebody else's next is left as it is.
 */
#define WATCHFUL                                                                                   \
	", CASE WHEN pg_backend_pid() = %d THEN "                                                  \
	"set_config('client_connection_check_interval', '500ms', false) || "                       \
	"set_config('idle_session_timeout', '0', false) END"

enum { WATCHFUL_SINCE = 140000 };

static char *cell(const PGresult *row, int column)
{
	return PQgetisnull(row, 0, column) ? NULL : memory_copy(PQgetvalue(row, 0, column));
}

static void take_facts(struct facts *facts, const PGresult *row)
{
	*facts = (struct facts){
		.version = cell(row, 0),
		.software = cell(row, 1),
		.account = cell(row, 2),
		.database = cell(row, 3),
		.schema = cell(row, 4),
		.search_path = cell(row, 5),
		.connection = strtoull(PQgetvalue(row, 0, 6), NULL, 10),
		.standby = PQgetvalue(row, 0, 7)[0] == 't',
		.read_only = strcmp(PQgetvalue(row, 0, 8), "on") == 0,
		.as_told = strcmp(PQgetvalue(row, 0, 9), SESSION_LOCK_TIMEOUT) == 0,
	};
	if (facts->version)
		facts->version[strcspn(facts->version, " (")] = '\0';
}

/* `backend`: the process whose session may be set. */
static PGresult *ask(const struct session *session, int backend)
{
	PGresult *answer = NULL;

	if (PQserverVersion(session->conn) >= WATCHFUL_SINCE) {
		char *sql = memory_format(FACTS WATCHFUL, backend);

		answer = PQexec(session->conn, sql);
		free(sql);
	}
	if (PQresultStatus(answer) == PGRES_TUPLES_OK || PQstatus(session->conn) != CONNECTION_OK)
		return answer;
	PQclear(answer);
	return PQexec(session->conn, FACTS);
}

static bool read_of(struct session *session, int backend, struct failure *failure)
{
	PGresult *answer = ask(session, backend);
	const bool told = PQresultStatus(answer) == PGRES_TUPLES_OK && PQntuples(answer) == 1;

	facts_finish(&session->facts);
	if (told)
		take_facts(&session->facts, answer);
	else
		result_failure(session->conn, answer, FACTS, failure);
	session->facts.number = PQserverVersion(session->conn);
	PQclear(answer);
	return told;
}

bool facts_read(struct session *session, struct failure *failure)
{
	return read_of(session, PQbackendPID(session->conn), failure);
}

bool facts_read_again(struct session *session, struct failure *failure)
{
	return read_of(session, (int)session->facts.connection, failure);
}

void facts_finish(struct facts *facts)
{
	free(facts->version);
	free(facts->software);
	free(facts->account);
	free(facts->database);
	free(facts->schema);
	free(facts->search_path);
	*facts = (struct facts){ 0 };
}
