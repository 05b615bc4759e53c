#include "session.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

#define TABLE_HINT                                                                                 \
	"the account lacks this right, or the table is not there: with rights on single tables "   \
	"the server does not tell which"
#define SERVER_HINT "is the server running, and are host, port or socket right?"
#define PACKET_HINT "a statement may be as long as the server's max_allowed_packet"
#define PASSWORD_HINT                                                                              \
	"the account's password would travel readable for others: give an \"ssl\" object, or "     \
	"name the server's \"socket\""
#define TLS_HINT                                                                                   \
	"\"ssl\" wants TLS: its \"ca\" has to be the authority that signed the server's "          \
	"certificate, which has to name the host"

/* Native numbers; where a word is given, the message has to hold it too. */
static const struct native {
	unsigned int native;
	enum failure_kind kind;
	enum failure_kind connecting; /* FAILURE_NONE: the same */
	const char *word;
	const char *hint;
} natives[] = {
	{ 1020, FAILURE_CONFLICT, 0, NULL, NULL },
	{ 1021, FAILURE_FULL, 0, NULL, NULL },
	{ 1026, FAILURE_FULL, 0, "28", NULL },
	{ 1030, FAILURE_FULL, 0, " 28 ", NULL },
	{ 1040, FAILURE_CONNECT, 0, NULL, "the server has no connection left: max_connections" },
	{ 1044, FAILURE_AUTH, 0, NULL,
	  "the account has no right on this schema, or the schema is not there" },
	{ 1045, FAILURE_AUTH, 0, NULL,
	  "check \"user\" and \"password\"; an account that requires TLS says the same without "
	  "\"ssl\"" },
	{ 1047, FAILURE_CONNECT, 0, NULL, "this node of the cluster takes no statements now" },
	{ 1049, FAILURE_NO_DATABASE, 0, NULL, "create the schema first, or correct \"schema\"" },
	{ 1053, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 1114, FAILURE_FULL, 0, NULL, NULL },
	{ 1129, FAILURE_CONNECT, 0, NULL, "on the server: mariadb-admin flush-hosts" },
	{ 1130, FAILURE_AUTH, 0, NULL, "the account may not log in from this host" },
	{ 1131, FAILURE_AUTH, 0, NULL, NULL },
	{ 1142, FAILURE_AUTH, 0, NULL, TABLE_HINT },
	{ 1143, FAILURE_AUTH, 0, NULL, TABLE_HINT },
	{ 1146, FAILURE_NO_TABLE, 0, NULL, NULL },
	{ 1152, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 1153, FAILURE_LOST, FAILURE_CONNECT, NULL, PACKET_HINT },
	{ 1156, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 1157, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 1158, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 1159, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 1160, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 1161, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 1203, FAILURE_CONNECT, 0, NULL, "the account has no connection left" },
	{ 1205, FAILURE_LOCK_WAIT, 0, NULL,
	  "another session holds a lock on this row or table: SHOW FULL PROCESSLIST" },
	{ 1213, FAILURE_CONFLICT, 0, NULL, NULL },
	{ 1226, FAILURE_SQL, FAILURE_CONNECT, NULL, "a limit of the account is reached" },
	{ 1227, FAILURE_AUTH, 0, NULL, NULL },
	{ 1290, FAILURE_READ_ONLY, 0, "read", NULL },
	{ 1305, FAILURE_NO_SAVEPOINT, 0, "SAVEPOINT", NULL },
	{ 1317, FAILURE_CANCELLED, 0, NULL, NULL },
	{ 1370, FAILURE_AUTH, 0, NULL, NULL },
	{ 1396, FAILURE_SQL, FAILURE_AUTH, NULL, NULL },
	{ 1410, FAILURE_AUTH, 0, NULL, NULL },
	{ 1637, FAILURE_SQL, FAILURE_CONNECT, NULL, NULL },
	{ 1698, FAILURE_AUTH, 0, NULL,
	  "the account logs in by its system user over the socket: name it in \"user\"" },
	{ 1792, FAILURE_READ_ONLY, 0, NULL, NULL },
	{ 1836, FAILURE_READ_ONLY, 0, NULL, NULL },
	{ 1862, FAILURE_AUTH, 0, NULL, "the password has expired" },
	{ 1874, FAILURE_READ_ONLY, 0, NULL, NULL },
	{ 1878, FAILURE_FULL, 0, NULL, NULL },
	{ 1927, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 1969, FAILURE_CANCELLED, 0, NULL, NULL },
	{ 2001, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 2002, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 2003, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 2004, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 2005, FAILURE_LOST, FAILURE_CONNECT, NULL, "check \"host\"" },
	{ 2006, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 2007, FAILURE_LOST, FAILURE_REFUSED, NULL, NULL },
	{ 2009, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 2012, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 2013, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 2020, FAILURE_SQL, 0, NULL, PACKET_HINT },
	{ 2026, FAILURE_LOST, FAILURE_REFUSED, NULL, TLS_HINT },
	{ 2027, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 2055, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 2059, FAILURE_REFUSED, 0, "restricted_auth", PASSWORD_HINT },
	{ 2059, FAILURE_AUTH, 0, NULL,
	  "the client library lacks the plugin that this account logs in with" },
	{ 2061, FAILURE_AUTH, 0, NULL, NULL },
	{ 3024, FAILURE_CANCELLED, 0, NULL, NULL },
	{ 3101, FAILURE_CONFLICT, 0, NULL, NULL },
	{ 3118, FAILURE_AUTH, 0, NULL, "the account is locked" },
	{ 3159, FAILURE_REFUSED, 0, NULL, "the server takes TLS only: give an \"ssl\" object" },
	{ 3168, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 3169, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 3572, FAILURE_LOCK_WAIT, 0, NULL,
	  "another session holds a lock on this row: SHOW FULL PROCESSLIST" },
	{ 4031, FAILURE_LOST, FAILURE_CONNECT, NULL, NULL },
	{ 4151, FAILURE_AUTH, 0, NULL, "the account is locked" },
	{ 5010, FAILURE_REFUSED, 0, NULL, PASSWORD_HINT },
};

static const struct native *find(unsigned int native, const char *message)
{
	for (size_t i = 0; i < sizeof natives / sizeof *natives; i++)
		if (natives[i].native == native &&
		    (!natives[i].word || strstr(message, natives[i].word)))
			return &natives[i];
	return NULL;
}

bool native_failure(enum native_moment moment, unsigned int native, const char *sqlstate,
		    const char *message, struct failure *failure)
{
	const struct native *known = find(native, message);
	enum failure_kind kind = moment == NATIVE_CONNECTING ? FAILURE_CONNECT : FAILURE_SQL;
	const char *hint;

	if (known)
		kind = moment == NATIVE_CONNECTING && known->connecting ? known->connecting
									: known->kind;
	hint = known ? known->hint : NULL;
	if (!hint && kind == FAILURE_CONNECT)
		hint = SERVER_HINT;
	failure_set(failure, kind, (int)native, "%s", message);
	snprintf(failure->sqlstate, sizeof failure->sqlstate, "%s", sqlstate);
	failure->hint = memory_copy(hint);
	return false;
}

bool mysql_failure(MYSQL *mysql, struct failure *failure)
{
	return native_failure(NATIVE_RUNNING, mysql_errno(mysql), mysql_sqlstate(mysql),
			      mysql_error(mysql), failure);
}

/* The library tells the connection alone of what comes in the place of a row. */
bool statement_failure(MYSQL_STMT *statement, struct failure *failure)
{
	if (!mysql_stmt_errno(statement) && statement->mysql)
		return mysql_failure(statement->mysql, failure);
	return native_failure(NATIVE_RUNNING, mysql_stmt_errno(statement),
			      mysql_stmt_sqlstate(statement), mysql_stmt_error(statement), failure);
}
