#include "pipeline.h"

#include <sys/socket.h>

bool pipeline_end(PGconn *conn, size_t count)
{
	size_t ends = 0;

	while (PQstatus(conn) == CONNECTION_OK && ends <= 2 * count) {
		PGresult *result = PQgetResult(conn);
		const bool at_end = PQresultStatus(result) == PGRES_PIPELINE_SYNC;

		ends += result == NULL;
		PQclear(result);
		if (at_end)
			return PQexitPipelineMode(conn);
	}
	return false;
}

bool pipeline_break(PGconn *conn, struct failure *failure)
{
	failure_finish(failure);
	shutdown(PQsocket(conn), SHUT_RDWR);
	return failure_set(failure, FAILURE_LOST, 0,
			   "the answers of the server cannot be told apart any more");
}
