/* A connection as the environment names it: BENCH_HOST, _PORT, _USER, _PASSWORD, _SCHEMA. Every
 * failure ends the program. */
#ifndef BENCH_SESSION_H
#define BENCH_SESSION_H

#include <libpq-fe.h>

PGconn *session_open(void);
/* One round trip; `sql` may hold many statements, and results are thrown away. */
void session_do(PGconn *conn, const char *sql, ...) __attribute__((format(printf, 2, 3)));
/* What a question answers; to be cleared. */
PGresult *session_ask(PGconn *conn, const char *sql, ...) __attribute__((format(printf, 2, 3)));
/* COPY .. FROM STDIN is begun; then its lines; then the end. */
void session_copy(PGconn *conn, const char *sql);
void session_put(PGconn *conn, const char *lines, int length);
void session_copied(PGconn *conn);

#endif
