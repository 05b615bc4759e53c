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

MYSQL *session_open(void)
{
	MYSQL *mysql = mysql_init(NULL);

	if (!mysql_real_connect(mysql, setting("BENCH_HOST"), setting("BENCH_USER"),
				setting("BENCH_PASSWORD"), setting("BENCH_SCHEMA"),
				(unsigned)atoi(setting("BENCH_PORT")), NULL,
				CLIENT_MULTI_STATEMENTS))
		fail("connect", mysql_error(mysql));
	return mysql;
}

void session_do(MYSQL *mysql, const char *sql, ...)
{
	char text[4096];
	va_list arguments;
	int more;

	va_start(arguments, sql);
	int length = vsnprintf(text, sizeof text, sql, arguments);
	va_end(arguments);
	if (mysql_real_query(mysql, text, (unsigned long)length))
		fail(text, mysql_error(mysql));
	do {
		mysql_free_result(mysql_store_result(mysql));
		more = mysql_next_result(mysql);
		if (more > 0)
			fail(text, mysql_error(mysql));
	} while (more == 0);
}

MYSQL_STMT *session_prepare(MYSQL *mysql, const char *sql)
{
	MYSQL_STMT *statement = mysql_stmt_init(mysql);

	session_check(statement, mysql_stmt_prepare(statement, sql, (unsigned long)-1));
	return statement;
}

void session_check(MYSQL_STMT *statement, int failed)
{
	if (failed)
		fail("statement", mysql_stmt_error(statement));
}
