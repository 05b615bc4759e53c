#include "session.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void fail(const char *what, const char *message)
{
	fprintf(stderr, "floor: %s: %s\n", what, message);
	exit(1);
}

static const char *setting(const char *name)
{
	const char *value = getenv(name);

	if (!value)
		fail(name, "is not set");
	return value;
}

PGconn *session_open(void)
{
	PGconn *conn = PQsetdbLogin(setting("BENCH_HOST"), setting("BENCH_PORT"), NULL, NULL,
				    setting("BENCH_SCHEMA"), setting("BENCH_USER"),
				    setting("BENCH_PASSWORD"));

	if (PQstatus(conn) != CONNECTION_OK)
		fail("connect", PQerrorMessage(conn));
	return conn;
}

__attribute__((format(printf, 2, 0))) static PGresult *
execute(PGconn *conn, const char *sql, va_list arguments, ExecStatusType expected)
{
	char text[4096];
	PGresult *result;

	vsnprintf(text, sizeof text, sql, arguments);
	result = PQexec(conn, text);
	if (PQresultStatus(result) != expected)
		fail(text, PQerrorMessage(conn));
	return result;
}

void session_do(PGconn *conn, const char *sql, ...)
{
	va_list arguments;

	va_start(arguments, sql);
	PQclear(execute(conn, sql, arguments, PGRES_COMMAND_OK));
	va_end(arguments);
}

PGresult *session_ask(PGconn *conn, const char *sql, ...)
{
	va_list arguments;
	PGresult *result;

	va_start(arguments, sql);
	result = execute(conn, sql, arguments, PGRES_TUPLES_OK);
	va_end(arguments);
	return result;
}

void session_copy(PGconn *conn, const char *sql)
{
	PGresult *result = PQexec(conn, sql);

	if (PQresultStatus(result) != PGRES_COPY_IN)
		fail(sql, PQerrorMessage(conn));
	PQclear(result);
}

void session_put(PGconn *conn, const char *lines, int length)
{
	if (PQputCopyData(conn, lines, length) != 1)
		fail("copy", PQerrorMessage(conn));
}

void session_copied(PGconn *conn)
{
	PGresult *result;

	if (PQputCopyEnd(conn, NULL) != 1)
		fail("copy", PQerrorMessage(conn));
	while ((result = PQgetResult(conn))) {
		if (PQresultStatus(result) != PGRES_COMMAND_OK)
			fail("copy", PQerrorMessage(conn));
		PQclear(result);
	}
}
