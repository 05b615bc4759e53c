#include <mariadb_version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "driver/settings.h"
#include "staged.h"
#include "statement/scanner.h"
#include "statement/statement.h"

static void close_session(struct session *session)
{
	if (!session)
		return;
	pthread_mutex_lock(&session->mutex);
	prepared_forget_all(session);
	if (session->mysql)
		mysql_close(session->mysql);
	pthread_mutex_unlock(&session->mutex);
	watch_finish(&session->watch);
	pthread_mutex_destroy(&session->mutex);
	settings_finish(&session->settings);
	facts_finish(&session->facts);
	free(session->lock);
	free(session->lock_of);
	free(session->migration);
	free(session);
}

static bool begin_session(struct session *session, struct failure *failure)
{
	session->mysql = mysql_connect(&session->settings, (unsigned int)session->settings.patience,
				       failure);
	return session->mysql && session_prepare(session->mysql, failure) &&
	       facts_read(session->mysql, &session->facts, failure) &&
	       facts_accept(&session->facts, mysql_thread_id(session->mysql), &session->settings,
			    failure);
}

static struct session *open_session(const struct driver_settings *settings, struct failure *failure)
{
	struct session *session = memory_alloc(sizeof *session);

	pthread_mutex_init(&session->mutex, NULL);
	settings_copy(&session->settings, settings);
	if (begin_session(session, failure))
		return session;
	close_session(session);
	return NULL;
}

static char *place_of(const MYSQL *mysql)
{
	if (mysql->unix_socket)
		return memory_copy(mysql->unix_socket);
	return memory_format("%s:%u", mysql->host ? mysql->host : "localhost", mysql->port);
}

static void describe(struct session *session, struct server *out)
{
	const char *version = session->facts.version;

	*out = (struct server){
		.place = place_of(session->mysql),
		.schema = memory_copy(session->facts.schema),
		.account = memory_copy(session->facts.account),
		.connection = session->facts.connection,
	};
	snprintf(out->product, sizeof out->product, "%s",
		 mariadb_connection(session->mysql) ? "MariaDB" : "MySQL");
	snprintf(out->version, sizeof out->version, "%.*s", (int)strcspn(version, "-"), version);
}

/*
 * For the sake of packets the server takes many statements in one text, and answers the comment
 * behind the last one too. (It never does in PREPARE.)
 */
static bool cut_to_one(const struct session *session, const char **sql, size_t *length,
		       struct failure *failure)
{
	const char *why = NULL;

	if (session->settings.reading)
		return true;
	if (statement_is_single(&dialect_mysql.lexis, *sql, &why))
		return statement_only(&dialect_mysql.lexis, *sql, sql, length);
	return failure_set(failure, FAILURE_SQL, 1064, "%s", why);
}

static bool reads_rows(const char *sql)
{
	struct scanner scanner = { .lexis = &dialect_mysql.lexis, .at = sql };
	const struct token first = scanner_next(&scanner);

	return token_is(first, "SELECT") || token_is(first, "WITH");
}

static bool run(struct session *session, const char *sql, size_t length, const glim_value *values,
		size_t count, const struct row_sink *sink, struct outcome *out,
		struct failure *failure)
{
	if (count)
		return prepared_run(session, sql, length, values, count, sink, out, failure);
	return sink && sink->row && sink->exact && reads_rows(sql)
		       ? prepared_read(session, sql, length, sink, out, failure)
		       : query_run(session, sql, length, sink, out, failure);
}

static bool execute(struct session *session, const char *sql, size_t length,
		    const glim_value *values, size_t count, const struct row_sink *sink,
		    struct outcome *out, struct failure *failure)
{
	bool done;

	if (!packet_fits(session, length, values, count, failure) ||
	    (!count && !cut_to_one(session, &sql, &length, failure)))
		return false;
	session_begin_statement(session, false);
	done = run(session, sql, length, values, count, sink, out, failure);
	session_end_statement(session);
	return done;
}

static bool send_packet(struct session *session, struct parcel *list, size_t count, size_t *done,
			const struct parcel_news *news, struct failure *failure)
{
	bool good;

	session_begin_statement(session, true);
	good = packet_run(session, list, count, done, news, failure);
	session_end_statement(session);
	return good;
}

static bool apart(struct session *session, struct failure *failure)
{
	return mysql_set_server_option(session->mysql, MYSQL_OPTION_MULTI_STATEMENTS_OFF) == 0 ||
	       mysql_failure(session->mysql, failure);
}

static bool ping(struct session *session, struct failure *failure)
{
	return mysql_ping(session->mysql) == 0 || mysql_failure(session->mysql, failure);
}

GLIM_EXPORT extern const struct driver glim_module;

GLIM_EXPORT const struct driver glim_module = {
	.version = DRIVER_VERSION,
	.name = "mysql",
	.library = "libmariadb " MARIADB_PACKAGE_VERSION,
	.dialect = &dialect_mysql,
	.open = open_session,
	.close = close_session,
	.describe = describe,
	.execute = execute,
	.send = send_packet,
	.apart = apart,
	.bulk = session_bulk,
	.bulk_company = staged_company,
	.bulk_end = staged_end,
	.try_lock = session_try_lock,
	.unlock = session_unlock,
	.find_holder = session_find_holder,
	.announce = session_announce,
	.cancel = session_cancel,
	.progress = session_progress,
	.blocker = session_blocker,
	.ping = ping,
};
