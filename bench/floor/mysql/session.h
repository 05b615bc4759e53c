/* A connection as the environment names it: BENCH_HOST, _PORT, _USER, _PASSWORD, _SCHEMA. Every
 * failure ends the program. */
#ifndef BENCH_SESSION_H
#define BENCH_SESSION_H

#include <mysql.h>

MYSQL *session_open(void);
/* One packet; `sql` may hold many statements, and results are thrown away. */
void session_do(MYSQL *mysql, const char *sql, ...) __attribute__((format(printf, 2, 3)));
MYSQL_STMT *session_prepare(MYSQL *mysql, const char *sql);
void session_check(MYSQL_STMT *statement, int failed);

#endif
