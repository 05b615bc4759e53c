#include "side.h"

#include <libpq-fe.h>
#include <mysql.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "server.h"

struct side {
	MYSQL *mysql;
	sqlite3 *sqlite;
	PGconn *postgresql;
	char *place, *schema;
	int port;
};

static _Noreturn void give_up(const char *sql, const char *why)
{
	fprintf(stderr, "chaos: the test's own statement failed: %s\n  %s\n", why, sql);
	exit(3);
}

/* A server that was just started again may not answer yet. */
static void connect_mysql(struct side *side)
{
	for (int attempt = 0; attempt < 200; attempt++) {
		side->mysql = mysql_init(NULL);
		if (mysql_real_connect(side->mysql, NULL, "root", "", side->schema, 0, side->place,
				       0) &&
		    mysql_query(side->mysql, "SET max_recursive_iterations = 10000000") == 0)
			return;
		mysql_close(side->mysql);
		usleep(100 * 1000);
	}
	give_up("connecting", side->place);
}

/* What is made here is to belong to those who migrate. */
static bool become_glim(struct side *side)
{
	PGresult *answer = PQexec(side->postgresql,
				  side->schema ? "SET client_min_messages = warning; SET ROLE glim"
					       : "SET client_min_messages = warning");
	const bool done = PQresultStatus(answer) == PGRES_COMMAND_OK;

	PQclear(answer);
	return done;
}

static void connect_postgresql(struct side *side)
{
	char *place = memory_format("host='%s' port=%d user=postgres dbname=%s", side->place,
				    side->port, side->schema ? side->schema : "postgres");

	for (int attempt = 0; attempt < 200; attempt++) {
		side->postgresql = PQconnectdb(place);
		if (PQstatus(side->postgresql) == CONNECTION_OK && become_glim(side)) {
			free(place);
			return;
		}
		PQfinish(side->postgresql);
		usleep(100 * 1000);
	}
	give_up("connecting", place);
}

struct side *side_open_server(const struct server_place *server)
{
	struct side *side = memory_alloc(sizeof *side);

	side->place = memory_copy(server->socket);
	side->port = server->port;
	if (server->postgresql)
		connect_postgresql(side);
	else
		connect_mysql(side);
	return side;
}

struct side *side_open_file(const char *file)
{
	struct side *side = memory_alloc(sizeof *side);

	side->place = memory_copy(file);
	if (sqlite3_open(file, &side->sqlite) != SQLITE_OK)
		give_up("opening", file);
	sqlite3_busy_timeout(side->sqlite, 20000);
	return side;
}

void side_use(struct side *side, const char *schema)
{
	free(side->schema);
	side->schema = memory_copy(schema);
	if (side->postgresql) {
		PQfinish(side->postgresql);
		connect_postgresql(side);
	} else if (mysql_select_db(side->mysql, schema) != 0)
		give_up(schema, mysql_error(side->mysql));
}

void side_close(struct side *side)
{
	if (!side)
		return;
	if (side->mysql)
		mysql_close(side->mysql);
	PQfinish(side->postgresql);
	sqlite3_close(side->sqlite);
	free(side->place);
	free(side->schema);
	free(side);
}

static void take_result(MYSQL_RES *result, struct text *out)
{
	const unsigned int count = result ? mysql_num_fields(result) : 0;
	MYSQL_ROW row;

	while (result && (row = mysql_fetch_row(result))) {
		for (unsigned int i = 0; i < count; i++)
			text_print(out, "%s%s", i ? "|" : "", row[i] ? row[i] : "NULL");
		text_add(out, "\n");
	}
	mysql_free_result(result);
}

static void ask_mysql(struct side *side, const char *sql, struct text *out)
{
	if (mysql_query(side->mysql, sql) != 0 && mysql_errno(side->mysql) >= 2000) {
		mysql_close(side->mysql);
		connect_mysql(side);
		mysql_query(side->mysql, sql);
	}
	if (mysql_errno(side->mysql))
		give_up(sql, mysql_error(side->mysql));
	take_result(mysql_store_result(side->mysql), out);
}

static void take_answer(const PGresult *answer, struct text *out)
{
	for (int row = 0; row < PQntuples(answer); row++) {
		for (int i = 0; i < PQnfields(answer); i++)
			text_print(out, "%s%s", i ? "|" : "",
				   PQgetisnull(answer, row, i) ? "NULL"
							       : PQgetvalue(answer, row, i));
		text_add(out, "\n");
	}
}

static void ask_postgresql(struct side *side, const char *sql, struct text *out)
{
	PGresult *answer = PQexec(side->postgresql, sql);
	ExecStatusType status;

	if (PQstatus(side->postgresql) != CONNECTION_OK) {
		PQclear(answer);
		PQfinish(side->postgresql);
		connect_postgresql(side);
		answer = PQexec(side->postgresql, sql);
	}
	status = PQresultStatus(answer);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		give_up(sql, PQerrorMessage(side->postgresql));
	take_answer(answer, out);
	PQclear(answer);
}

static int take_row(void *data, int count, char **cells, char **names)
{
	struct text *out = data;

	(void)names;
	for (int i = 0; i < count; i++)
		text_print(out, "%s%s", i ? "|" : "", cells[i] ? cells[i] : "NULL");
	text_add(out, "\n");
	return 0;
}

static char *ask(struct side *side, const char *sql)
{
	struct text out = { 0 };

	text_add(&out, "");
	if (side->mysql)
		ask_mysql(side, sql, &out);
	else if (side->postgresql)
		ask_postgresql(side, sql, &out);
	else if (sqlite3_exec(side->sqlite, sql, take_row, &out, NULL) != SQLITE_OK)
		give_up(sql, sqlite3_errmsg(side->sqlite));
	return text_take(&out);
}

__attribute__((format(printf, 1, 0))) static char *print(const char *format, va_list args)
{
	char *sql = NULL;

	if (vasprintf(&sql, format, args) < 0)
		give_up(format, "out of memory");
	return sql;
}

char *side_ask(struct side *side, const char *format, ...)
{
	char *sql, *answer;
	va_list args;

	va_start(args, format);
	sql = print(format, args);
	va_end(args);
	answer = ask(side, sql);
	free(sql);
	return answer;
}

void side_do(struct side *side, const char *format, ...)
{
	char *sql;
	va_list args;

	va_start(args, format);
	sql = print(format, args);
	va_end(args);
	free(ask(side, sql));
	free(sql);
}

long side_number(struct side *side, const char *format, ...)
{
	char *sql, *answer;
	long number;
	va_list args;

	va_start(args, format);
	sql = print(format, args);
	va_end(args);
	answer = ask(side, sql);
	number = strtol(answer, NULL, 10);
	free(answer);
	free(sql);
	return number;
}
