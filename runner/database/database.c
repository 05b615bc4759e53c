#include "database/database.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/chaos.h"
#include "base/clock.h"
#include "base/memory.h"
#include "interrupt/interrupt.h"
#include "statement/statement.h"

enum { IDLE_PING = 20 * 1000000, RETRY = 250 * 1000 };

static void pass_notice(void *data, const char *line)
{
	const struct database *db = data;

	if (db->notice)
		db->notice(db->notice_data, line);
}

struct driver_settings database_settings(const struct database *db)
{
	const struct connection *connection = db->connection;

	return (struct driver_settings){
		.host = connection->host,
		.port = connection->port,
		.socket = connection->socket,
		.schema = connection->schema,
		.user = connection->user,
		.password = connection->password,
		.ssl_ca = connection->ssl_ca,
		.ssl_cert = connection->ssl_cert,
		.ssl_key = connection->ssl_key,
		.ssl = connection->ssl,
		.ssl_verify = connection->ssl_verify,
		.galera = connection->galera,
		.search_path = connection->search_path,
		.service = connection->service,
		.notice = pass_notice,
		.notice_data = (void *)db,
		.reading = db->reading,
	};
}

static void take_session(struct database *db, struct session *session)
{
	pthread_mutex_lock(&db->watched);
	db->session = session;
	pthread_mutex_unlock(&db->watched);
}

/* Tries again within `wait` while nobody answers; nothing has been sent yet. */
static bool open_session(struct database *db, struct error *error)
{
	const struct driver_settings settings = database_settings(db);
	const int64_t end = clock_elapsed() + db->wait;
	struct failure failure = { 0 };

	for (;;) {
		take_session(db, db->driver->open(&settings, &failure));
		if (db->session)
			break;
		if (failure.kind != FAILURE_CONNECT || clock_elapsed() + RETRY > end ||
		    (interrupt_signal() && !db->finishing))
			break;
		failure_finish(&failure);
		usleep(RETRY);
	}
	if (!db->session) {
		database_explain(db, &failure, "connecting", error);
		failure_finish(&failure);
		return false;
	}
	CHAOS_POINT("connected");
	/* What is known of it is told to people as long as it does not answer again. */
	server_finish(&db->server);
	db->driver->describe(db->session, &db->server);
	db->last_use = clock_elapsed();
	return true;
}

static bool must_exist(const struct database *db, struct error *error)
{
	const struct connection *connection = db->connection;

	if (!driver_is_embedded(connection->driver) || access(connection->schema, F_OK) == 0)
		return true;
	error_set(error, ERROR_HISTORY, "there is no history: the database file %s does not exist",
		  connection->schema);
	error_line(&error->at, "%s", connection->place);
	error_line(&error->state, "nothing was changed");
	error_next(error, "if this is the right file: glim migration:init");
	return false;
}

struct database *database_open(const struct config *config, enum database_use use, int64_t wait,
			       struct error *error)
{
	struct database *db = memory_alloc(sizeof *db);
	char *why = NULL;

	pthread_mutex_init(&db->watched, NULL);
	db->connection = config->connection;
	db->reading = use == DATABASE_READS;
	db->wait = wait;
	db->statement_timeout = config->statement_timeout;
	db->driver = driver_load(db->connection->module, &why);
	if (!db->driver) {
		error_set(error, ERROR_DRIVER, "%s", why);
		error_line(&error->at, "%s", db->connection->place);
		free(why);
	} else {
		db->dialect = db->driver->dialect;
		if ((use != DATABASE_WRITES || must_exist(db, error)) && open_session(db, error))
			return db;
	}
	database_close(db);
	return NULL;
}

void database_close(struct database *db)
{
	if (!db)
		return;
	database_drop(db);
	if (db->driver)
		database_abandon(db);
	pthread_mutex_destroy(&db->watched);
	server_finish(&db->server);
	free(db);
}

void database_abandon(struct database *db)
{
	pthread_mutex_lock(&db->watched);
	db->driver->close(db->session);
	db->session = NULL;
	pthread_mutex_unlock(&db->watched);
}

bool database_progress(struct database *db, struct statement_progress *progress,
		       struct statement_blocker *blocker)
{
	bool known = false;

	*blocker = (struct statement_blocker){ 0 };
	if (pthread_mutex_trylock(&db->watched) != 0)
		return false;
	if (db->session)
		known = db->driver->progress(db->session, progress);
	if (known && progress->waits && !db->driver->blocker(db->session, blocker))
		statement_blocker_finish(blocker);
	pthread_mutex_unlock(&db->watched);
	return known;
}

bool database_reopen(struct database *db, struct error *error)
{
	database_abandon(db);
	db->ended_by = INTERRUPT_NONE;
	return open_session(db, error);
}

static bool cancel_statement(void *data)
{
	struct database *db = data;

	return db->driver->cancel(db->session);
}

int64_t database_limit(const struct database *db)
{
	const int64_t left = db->deadline - clock_elapsed();

	if (!db->deadline || (db->statement_timeout && db->statement_timeout < left))
		return db->statement_timeout;
	return left > 0 ? left : 1;
}

static const char *limit_reached(const struct database *db)
{
	return db->deadline && clock_elapsed() >= db->deadline
		       ? "the timeout of the migration was reached"
		       : "the statement timeout was reached";
}

void database_tell_cause(const struct database *db, enum interrupt_cause cause,
			 struct failure *failure)
{
	if (failure->kind != FAILURE_CANCELLED || cause == INTERRUPT_NONE)
		return;
	free(failure->hint);
	failure->hint =
		memory_copy(cause == INTERRUPT_LIMIT ? limit_reached(db) : "cancelled by a signal");
}

void database_tell_ended(struct database *db, enum interrupt_cause cause, struct failure *failure)
{
	if (cause == INTERRUPT_NONE && failure->kind == FAILURE_LOST)
		cause = db->ended_by;
	if (cause == INTERRUPT_NONE)
		return;
	database_abandon(db);
	if (failure->kind == FAILURE_LOST)
		failure_set(failure, FAILURE_CANCELLED, 0,
			    "the session that executed it was ended");
	database_tell_cause(db, cause, failure);
}

/* The runner's marks as the database writes them; NULL where they are the same. */
static char *own_marks(const struct database *db, const char *sql, size_t count)
{
	struct text marked = { 0 };

	if (!count)
		return NULL;
	statement_marks(&db->dialect->lexis, sql, db->dialect->mark, &marked);
	return text_take(&marked);
}

/* What surrounds every call that a signal or a limit may cancel. */
static bool enter(struct database *db, const char *doing, struct failure *failure)
{
	if (!db->session)
		return failure_set(failure, FAILURE_LOST, 0, "the connection was lost before");
	interrupt_enter(db->finishing ? NULL : cancel_statement, db,
			db->finishing ? 0 : database_limit(db), doing);
	CHAOS_POINT("statement");
	db->executing = true;
	return true;
}

static bool leave(struct database *db, bool done, struct failure *failure)
{
	enum interrupt_cause cause;

	db->executing = false;
	CHAOS_POINT("answer");
	cause = interrupt_leave();
	if (!done && db->ended_by != INTERRUPT_NONE && failure->kind == FAILURE_LOST)
		database_tell_ended(db, cause, failure);
	else if (!done)
		database_tell_cause(db, cause, failure);
	db->last_use = clock_elapsed();
	return done;
}

bool database_execute(struct database *db, const char *sql, const glim_value *values, size_t count,
		      const struct row_sink *sink, struct outcome *outcome, struct failure *failure)
{
	char *marked = own_marks(db, sql, count);
	bool done;

	sql = marked ? marked : sql;
	done = enter(db, sql, failure) &&
	       leave(db,
		     db->driver->execute(db->session, sql, strlen(sql), values, count, sink,
					 outcome, failure),
		     failure);
	free(marked);
	return done;
}

bool database_bulk(struct database *db, const struct bulk *bulk, const glim_value *values,
		   size_t rows, struct outcome *outcome, struct failure *failure)
{
	return enter(db, bulk->table, failure) &&
	       leave(db, db->driver->bulk(db->session, bulk, values, rows, outcome, failure),
		     failure);
}

void database_bulk_company(struct database *db, enum bulk_company company)
{
	if (db->session && db->driver->bulk_company)
		db->driver->bulk_company(db->session, company);
}

void database_bulk_end(struct database *db)
{
	if (db->session && db->driver->bulk_end)
		db->driver->bulk_end(db->session);
}

bool database_do(struct database *db, const char *sql, const glim_value *values, size_t count,
		 struct outcome *outcome, struct error *error)
{
	struct failure failure = { 0 };
	bool done = database_execute(db, sql, values, count, NULL, outcome, &failure);

	if (!done) {
		char *shown = statement_show(sql, 400);

		database_explain(db, &failure, "writing", error);
		error_line(&error->sql, "%s", shown);
		free(shown);
	}
	failure_finish(&failure);
	return done;
}

void database_idle(struct database *db)
{
	struct failure failure = { 0 };

	if (!db->session || db->executing || clock_elapsed() - db->last_use < IDLE_PING)
		return;
	db->driver->ping(db->session, &failure);
	failure_finish(&failure);
	db->last_use = clock_elapsed();
}

static bool note_row(void *data, size_t count, const glim_value *values)
{
	(void)count;
	(void)values;
	*(bool *)data = true;
	return true;
}

bool database_finds(struct database *db, const char *sql, const glim_value *values, size_t count,
		    bool *found, struct failure *failure)
{
	const struct row_sink sink = { .row = note_row, .data = found };

	*found = false;
	return database_execute(db, sql, values, count, &sink, NULL, failure);
}

bool database_finds_table(struct database *db, const char *table, bool *found,
			  struct failure *failure)
{
	const glim_value name = glim_text(table);

	return database_finds(db, db->dialect->table_exists, &name, 1, found, failure);
}

bool database_has_table(struct database *db, const char *table, bool *has, struct error *error)
{
	struct failure failure = { 0 };
	const bool done = database_finds_table(db, table, has, &failure);

	if (!done)
		database_explain(db, &failure, "looking for a table", error);
	failure_finish(&failure);
	return done;
}
