#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void close_file(struct session *session)
{
	for (size_t i = 0; i < PREPARED_KEPT; i++) {
		sqlite3_finalize(session->prepared[i]);
		session->prepared[i] = NULL;
	}
	sqlite3_close_v2(session->db);
	session->db = NULL;
}

static void close_session(struct session *session)
{
	if (!session)
		return;
	close_file(session);
	session_unlock(session);
	free(session->file);
	free(session);
}

/* SQLite looks at the file only when the first statement wants something of it. */
static bool look_inside(struct session *session, struct failure *failure)
{
	static const char sql[] = "SELECT count(*) FROM sqlite_master";

	return session_execute(session, sql, strlen(sql), NULL, 0, NULL, NULL, failure);
}

static bool check_writable(struct session *session, const struct driver_settings *settings,
			   struct failure *failure)
{
	if (settings->reading || sqlite3_db_readonly(session->db, "main") != 1)
		return true;
	return failure_set(failure, FAILURE_READ_ONLY, SQLITE_READONLY,
			   "the database file %s cannot be written by this user", session->file);
}

/* SQLite itself looks only when a transaction begins to write; a removed file takes COMMIT too. */
static int refuse_if_moved(void *data)
{
	const struct session *session = data;
	int moved = 0;

	return sqlite3_file_control(session->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
		       SQLITE_OK &&
	       moved;
}

static bool open_file(struct session *session, int flags, struct failure *failure)
{
	if (sqlite3_open_v2(session->file, &session->db, flags | SQLITE_OPEN_FULLMUTEX, NULL) !=
	    SQLITE_OK)
		return native_failure(session, false, failure);
	sqlite3_extended_result_codes(session->db, 1);
	busy_wait(session);
	sqlite3_commit_hook(session->db, refuse_if_moved, session);
	return collation_tell(session) || native_failure(session, false, failure);
}

/* After a writer has died its half transaction is undone by whoever comes next: a reader too. */
static bool look_again(struct session *session, struct failure *failure)
{
	failure_finish(failure);
	close_file(session);
	return open_file(session, SQLITE_OPEN_READWRITE, failure) && look_inside(session, failure);
}

static bool connect_file(struct session *session, const struct driver_settings *settings,
			 struct failure *failure)
{
	int flags = settings->reading ? SQLITE_OPEN_READONLY
				      : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

	if (!open_file(session, flags, failure) || !check_writable(session, settings, failure))
		return false;
	return look_inside(session, failure) ||
	       (failure->native == SQLITE_READONLY_ROLLBACK && look_again(session, failure));
}

static struct session *open_session(const struct driver_settings *settings, struct failure *failure)
{
	struct session *session;

	if (!place_check(settings, failure))
		return NULL;
	session = memory_alloc(sizeof *session);
	session->lock = -1;
	session->file = memory_copy(settings->schema);
	if (connect_file(session, settings, failure))
		return session;
	close_session(session);
	return NULL;
}

static void describe(struct session *session, struct server *out)
{
	const char *slash = strrchr(session->file, '/');

	*out = (struct server){
		.product = "SQLite",
		.place = memory_copy(session->file),
		.schema = memory_copy(slash ? slash + 1 : session->file),
		.account = memory_copy(""),
	};
	snprintf(out->version, sizeof out->version, "%s", sqlite3_libversion());
}

/* The statements are kept as any others are. */
static void bulk_end(struct session *session)
{
	(void)session;
}

static bool cancel(struct session *session)
{
	sqlite3_interrupt(session->db);
	return true;
}

static bool ping(struct session *session, struct failure *failure)
{
	(void)session;
	(void)failure;
	return true;
}

GLIM_EXPORT extern const struct driver glim_module;

GLIM_EXPORT const struct driver glim_module = {
	.version = DRIVER_VERSION,
	.name = "sqlite",
	.library = "libsqlite3 " SQLITE_VERSION,
	.dialect = &dialect_sqlite,
	.open = open_session,
	.close = close_session,
	.describe = describe,
	.execute = session_execute,
	.bulk = session_bulk,
	.bulk_end = bulk_end,
	.try_lock = session_try_lock,
	.unlock = session_unlock,
	.find_holder = session_find_holder,
	.announce = session_announce,
	.cancel = cancel,
	.progress = session_progress,
	.blocker = session_blocker,
	.ping = ping,
};
