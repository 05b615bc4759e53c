#include "session.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"

enum { SECOND = 1000000, CONNECT_SECONDS = 10 };

/* False: the time is over. */
static bool wait_for_socket(PGconn *conn, short events, int64_t end)
{
	for (;;) {
		struct pollfd wanted = { .fd = PQsocket(conn), .events = events };
		const int64_t left = end - clock_elapsed();
		int ready;

		if (left <= 0)
			return false;
		ready = poll(&wanted, 1, (int)(left / 1000) + 1);
		if (ready > 0 || (ready < 0 && errno != EINTR))
			return true;
	}
}

static bool give_up(int seconds, struct failure *failure)
{
	failure_set(failure, FAILURE_CONNECT, 0, "the server did not answer within %d s", seconds);
	failure->hint = memory_copy("is the server running, and are host and port right?");
	return false;
}

/*
 * Step by step, because only so the library can be asked, before anything goes wrong, to tell what
 * went wrong by its number too: a server's words are in the server's language.
 */
static bool finish_connecting(PGconn *conn, int seconds, struct failure *failure)
{
	const int64_t end = clock_elapsed() + (int64_t)seconds * SECOND;
	PostgresPollingStatusType status = PGRES_POLLING_WRITING;

	PQsetErrorVerbosity(conn, PQERRORS_VERBOSE);
	while (PQstatus(conn) != CONNECTION_BAD && status != PGRES_POLLING_OK) {
		if (!wait_for_socket(conn, status == PGRES_POLLING_READING ? POLLIN : POLLOUT, end))
			return give_up(seconds, failure);
		status = PQconnectPoll(conn);
		if (status == PGRES_POLLING_FAILED)
			break;
	}
	if (PQstatus(conn) != CONNECTION_OK)
		return connect_failure(conn, failure);
	PQsetErrorVerbosity(conn, PQERRORS_DEFAULT);
	return true;
}

/* The library does not ask for it on a unix socket, whatever it was told. */
static bool check_tls(PGconn *conn, const struct driver_settings *settings, struct failure *failure)
{
	if (!settings->ssl || PQsslInUse(conn))
		return true;
	failure_set(failure, FAILURE_REFUSED, 0,
		    "a unix socket does not speak TLS, and \"ssl\" is configured");
	failure->hint = memory_copy("take \"ssl\" away, or name \"host\" and \"port\"");
	return false;
}

static PGconn *connect_with(const struct driver_settings *settings, bool plain,
			    struct failure *failure)
{
	struct parameters parameters;
	PGconn *conn;

	parameters_fill(&parameters, settings, plain);
	conn = PQconnectStartParams(parameters.names, parameters.values, 0);
	parameters_finish(&parameters);
	if (!conn) {
		failure_set(failure, FAILURE_CONNECT, 0, "out of memory");
		return NULL;
	}
	if (finish_connecting(conn,
			      settings->connect_timeout > 0 ? settings->connect_timeout
							    : CONNECT_SECONDS,
			      failure) &&
	    check_tls(conn, settings, failure) &&
	    server_accept_version(PQserverVersion(conn), failure))
		return conn;
	PQfinish(conn);
	return NULL;
}

/* In pgbouncer's words; a server takes all of them. */
static bool is_pooler_refusing(const struct failure *failure)
{
	return failure->message && strstr(failure->message, "unsupported startup parameter");
}

PGconn *postgresql_connect(const struct driver_settings *settings, bool plain,
			   struct failure *failure)
{
	PGconn *conn = connect_with(settings, plain, failure);

	if (conn || plain || !is_pooler_refusing(failure))
		return conn;
	failure_finish(failure);
	return connect_with(settings, true, failure);
}
