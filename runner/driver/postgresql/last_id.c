#include "session.h"

#include <stdlib.h>

/*
 * lastval() fails where no sequence has given this session a number yet, or that one is gone; a
 * failure would end the transaction. It is not asked for in vain: only when a migration waits.
 */
static int64_t ask(PGconn *conn, const char *sql, bool *failed)
{
	PGresult *answer;
	int64_t id = 0;

	*failed = !PQsendQuery(conn, sql);
	while ((answer = PQgetResult(conn))) {
		if (PQresultStatus(answer) == PGRES_TUPLES_OK && PQntuples(answer) == 1)
			id = strtoll(PQgetvalue(answer, 0, 0), NULL, 10);
		*failed |= PQresultStatus(answer) == PGRES_FATAL_ERROR;
		PQclear(answer);
	}
	return *failed ? 0 : id;
}

int64_t session_last_id(struct session *session)
{
	bool failed;
	int64_t id;

	if (PQtransactionStatus(session->conn) != PQTRANS_INTRANS)
		return ask(session->conn, "SELECT pg_catalog.lastval()", &failed);
	id = ask(session->conn,
		 "SAVEPOINT glim_id; SELECT pg_catalog.lastval(); RELEASE SAVEPOINT glim_id",
		 &failed);
	if (failed)
		ask(session->conn, "ROLLBACK TO SAVEPOINT glim_id; RELEASE SAVEPOINT glim_id",
		    &failed);
	return id;
}
