#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "dialect/sqlstate.h"

#define SERVER_HINT "is the server running, and are host, port or socket right?"
#define TLS_HINT                                                                                   \
	"\"ssl\" wants TLS: its \"ca\" has to be the authority that signed the server's "          \
	"certificate, which has to name the host"
#define HBA_HINT                                                                                   \
	"check \"user\", and pg_hba.conf on the server; a server that takes TLS only says the "    \
	"same without \"ssl\""

/* Whole states come before their classes, which have two characters. */
static const struct state {
	const char *state;
	enum failure_kind kind;
	enum failure_kind connecting; /* FAILURE_NONE: the same */
	const char *hint;
} states[] = {
	{ "08P01", FAILURE_SQL, FAILURE_REFUSED, NULL },
	{ "25006", FAILURE_READ_ONLY, 0, NULL },
	{ "25P01", FAILURE_NO_SAVEPOINT, 0, NULL },
	{ "25P02", FAILURE_SQL, 0, "an earlier error has ended this transaction" },
	{ "25P03", FAILURE_LOST, 0, NULL },
	{ "28P01", FAILURE_AUTH, 0, "check \"user\" and \"password\"" },
	{ "3B001", FAILURE_NO_SAVEPOINT, 0, NULL },
	{ "3D000", FAILURE_NO_DATABASE, 0, "create the database first, or correct \"schema\"" },
	{ "40001", FAILURE_CONFLICT, 0, NULL },
	{ "40003", FAILURE_LOST, 0, NULL },
	{ "40P01", FAILURE_CONFLICT, 0, NULL },
	{ "42501", FAILURE_AUTH, 0, NULL },
	{ "42704", FAILURE_SQL, FAILURE_REFUSED, NULL },
	{ "42P01", FAILURE_NO_TABLE, 0, NULL },
	{ "53100", FAILURE_FULL, 0, NULL },
	{ "53300", FAILURE_CONNECT, 0, "the server has no connection left: max_connections" },
	{ "55000", FAILURE_SQL, FAILURE_REFUSED, NULL },
	{ "55P03", FAILURE_LOCK_WAIT, 0,
	  "another session holds a lock on this object: pg_blocking_pids() tells which" },
	{ "57014", FAILURE_CANCELLED, 0, NULL },
	{ "57P01", FAILURE_LOST, FAILURE_CONNECT, NULL },
	{ "57P02", FAILURE_LOST, FAILURE_CONNECT, NULL },
	{ "57P03", FAILURE_CONNECT, 0, "the server is starting up or shutting down" },
	{ "57P04", FAILURE_LOST, FAILURE_NO_DATABASE, NULL },
	{ "57P05", FAILURE_LOST, 0, NULL },
	{ "08", FAILURE_LOST, FAILURE_CONNECT, NULL },
	{ "22", FAILURE_SQL, FAILURE_REFUSED, NULL },
	{ "28", FAILURE_AUTH, 0, HBA_HINT },
};

static const struct state *find_state(const char *state)
{
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (strncmp(state, states[i].state, strlen(states[i].state)) == 0)
			return &states[i];
	return NULL;
}

static void add_line(struct text *out, const char *text)
{
	text_add_bytes(out, text, strcspn(text, "\n"));
}

static void set_state(struct failure *failure, const char *state)
{
	snprintf(failure->sqlstate, sizeof failure->sqlstate, "%s", state);
	failure->native = sqlstate_number(state);
}

/* ---- Before there is a session ---- */

/* The library's own words, which are not translated: the runner sets no locale. */
static const struct {
	const char *words;
	enum failure_kind kind;
	const char *hint;
} words[] = {
	{ "no password supplied", FAILURE_AUTH, "give \"password\", \"password_file\" or .pgpass" },
	{ "authentication", FAILURE_AUTH, HBA_HINT },
	{ "SCRAM", FAILURE_AUTH, NULL },
	{ "SSL", FAILURE_REFUSED, TLS_HINT },
	{ "certificate", FAILURE_REFUSED, TLS_HINT },
	{ "session is read-only", FAILURE_READ_ONLY, "none of the hosts takes writes" },
	{ "translate host name", FAILURE_CONNECT, "check \"host\"" },
	{ "definition of service", FAILURE_REFUSED, "check \"service\" and pg_service.conf" },
	{ "service file", FAILURE_REFUSED, "check \"service\" and pg_service.conf" },
	{ "private key", FAILURE_REFUSED, "check \"key\" of \"ssl\"" },
	{ "invalid port", FAILURE_REFUSED, "check \"port\"" },
};

static void judge_words(struct failure *failure)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!strstr(failure->message, words[i].words))
			continue;
		failure->kind = words[i].kind;
		failure->hint = memory_copy(words[i].hint);
		return;
	}
}

/* "FATAL:  28P01: password .."; NULL where the words are not a server's. */
static const char *find_state_text(const char *message)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	const char *at = message;

	while ((at = strstr(at, ":  "))) {
		at += 3;
		if (strspn(at, digits) == 5 && at[5] == ':')
			return at;
	}
	return NULL;
}

static void judge_state(const char *state, struct failure *failure)
{
	char text[6];
	const struct state *known;

	memcpy(text, state, 5);
	text[5] = '\0';
	set_state(failure, text);
	known = find_state(text);
	failure->kind = known && known->connecting ? known->connecting
			: known                    ? known->kind
						   : FAILURE_CONNECT;
	failure->hint = memory_copy(known ? known->hint : NULL);
}

bool connect_failure(PGconn *conn, struct failure *failure)
{
	const char *says = PQerrorMessage(conn);
	const char *state = find_state_text(says);
	struct text message = { 0 };

	add_line(&message, state ? state + strlen("28P01: ") : says);
	failure_set(failure, FAILURE_CONNECT, 0, "%s", text_get(&message));
	text_finish(&message);
	if (state)
		judge_state(state, failure);
	else
		judge_words(failure);
	if (!failure->hint && failure->kind == FAILURE_CONNECT)
		failure->hint = memory_copy(SERVER_HINT);
	return false;
}

/* ---- In a session ---- */

bool connection_failure(PGconn *conn, struct failure *failure)
{
	const bool lost = PQstatus(conn) != CONNECTION_OK;
	struct text message = { 0 };

	add_line(&message, PQerrorMessage(conn));
	failure_set(failure, lost ? FAILURE_LOST : FAILURE_SQL, 0, "%s",
		    message.length ? text_get(&message) : "the connection was lost");
	text_finish(&message);
	return false;
}

static void add_part(struct text *out, const char *before, const char *part, const char *after)
{
	if (!part)
		return;
	text_add(out, before);
	add_line(out, part);
	text_add(out, after);
}

/* Where in functions it happened, the innermost place first. */
static void add_context(struct text *out, const char *context)
{
	const char *between = " (";

	for (size_t places = 0; context && *context && places < 4; places++) {
		text_add(out, between);
		add_line(out, context);
		context += strcspn(context, "\n");
		context += *context == '\n';
		between = "; ";
	}
	text_add(out, *between == ';' ? ")" : "");
}

static void add_message(struct text *out, const PGresult *result, const char *sql)
{
	const char *inner = PQresultErrorField(result, PG_DIAG_INTERNAL_QUERY);

	add_line(out, PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
	position_add(out, sql, PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION));
	if (inner)
		position_add(out, inner, PQresultErrorField(result, PG_DIAG_INTERNAL_POSITION));
	add_part(out, ": ", PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL), "");
	add_context(out, PQresultErrorField(result, PG_DIAG_CONTEXT));
}

bool result_failure(PGconn *conn, const PGresult *result, const char *sql, struct failure *failure)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const struct state *known = state ? find_state(state) : NULL;
	enum failure_kind kind = known ? known->kind : FAILURE_SQL;
	struct text message = { 0 };

	if (!state || !PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY))
		return connection_failure(conn, failure);
	if (PQstatus(conn) != CONNECTION_OK)
		kind = FAILURE_LOST;
	add_message(&message, result, sql);
	failure_set(failure, kind, 0, "%s", text_get(&message));
	text_finish(&message);
	set_state(failure, state);
	failure->position =
		position_byte(sql, PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION));
	failure->hint = memory_copy(known && known->hint
					    ? known->hint
					    : PQresultErrorField(result, PG_DIAG_MESSAGE_HINT));
	return false;
}
