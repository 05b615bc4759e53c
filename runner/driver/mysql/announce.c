#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/*
 * Nothing of a session but its locks can be seen by an account without rights. So the migration
 * that takes long is announced by a lock, and by the second connection: it costs the first nothing.
 */

void session_announce(struct session *session, const char *migration)
{
	pthread_mutex_lock(&session->mutex);
	free(session->migration);
	session->migration = memory_copy(migration);
	pthread_mutex_unlock(&session->mutex);
}

static bool do_lock(MYSQL *mysql, const char *format, const char *lock)
{
	char *sql = memory_format("DO %s(%s%s)", format, lock,
				  strcmp(format, "GET_LOCK") == 0 ? ", 0" : "");
	struct failure ignored = { 0 };
	struct cells cells;
	const bool done = cells_read(mysql, sql, &cells, &ignored);

	cells_finish(&cells);
	failure_finish(&ignored);
	free(sql);
	return done;
}

static void take_back(struct watch *watch)
{
	if (watch->announced)
		do_lock(watch->mysql, "RELEASE_LOCK", watch->announced);
	free(watch->announced);
	free(watch->migration);
	watch->announced = watch->migration = NULL;
}

void announce_update(struct session *session)
{
	struct watch *watch = &session->watch;
	char *name, *migration;

	pthread_mutex_lock(&session->mutex);
	name = memory_copy(session->lock_of);
	migration = memory_copy(session->migration);
	pthread_mutex_unlock(&session->mutex);
	if (!migration || !watch->migration || strcmp(migration, watch->migration) != 0) {
		take_back(watch);
		if (name && migration) {
			watch->announced = lock_name(watch->mysql, name, migration);
			watch->migration = memory_copy(migration);
			do_lock(watch->mysql, "GET_LOCK", watch->announced);
		}
	}
	free(name);
	free(migration);
}
