#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/*
 * A key is kept as two halves. Of other accounts' sessions only process, account and the name of
 * the program are shown, unless a role such as pg_monitor was granted.
 */
static char *holder_sql(const char *key)
{
	return memory_format(
		"SELECT a.pid, a.usename, " POSTGRESQL_HOST ", "
		"pg_catalog.to_char(COALESCE(CASE WHEN a.state = 'active' THEN a.query_start END, "
		"a.xact_start, a.state_change) AT TIME ZONE 'UTC', "
		"'YYYY-MM-DD HH24:MI:SS \"UTC\"'), "
		"CASE WHEN a.state = 'active' THEN a.query END "
		"FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid "
		"WHERE " POSTGRESQL_LOCK,
		key, key);
}

/* *pid: of the holder, owned; NULL where nobody holds it. */
static bool read_holder(PGconn *conn, const char *key, struct lock_holder *holder, char **pid,
			struct failure *failure)
{
	char *sql = holder_sql(key);
	struct cells cells;
	char **cell = cells.texts;
	const bool done = cells_read(conn, sql, &cells, failure);

	if (cell[0])
		holder->who = memory_format("%s@%s (connection %s)", cell[1] ? cell[1] : "?",
					    cell[2], cell[0]);
	holder->since = memory_copy(cell[3]);
	holder->doing = memory_copy(cell[4]);
	*pid = memory_copy(cell[0]);
	cells_finish(&cells);
	free(sql);
	return done;
}

void holder_describe(PGconn *conn, const char *key, struct lock_holder *holder)
{
	struct failure ignored = { 0 };
	char *pid;

	read_holder(conn, key, holder, &pid, &ignored);
	failure_finish(&ignored);
	free(pid);
}

/* The name under which a holder's second connection says what it is at. */
char *holder_label(const char *pid, const char *migration)
{
	enum { LABEL_MOST = 63 };
	char *label = memory_format("glim %s %s", pid, migration);

	for (char *at = label; *at; at++)
		if (*at < 32 || *at > 126)
			*at = '?';
	if (strlen(label) > LABEL_MOST)
		label[LABEL_MOST] = '\0';
	return label;
}

static const char *match(const char *pid, const char *label, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *expected = holder_label(pid, names[i]);
		const bool same = strcmp(expected, label) == 0;

		free(expected);
		if (same)
			return names[i];
	}
	return NULL;
}

static char *find_migration(PGconn *conn, const char *pid, const char *const *names, size_t count)
{
	char *sql = memory_format("SELECT application_name FROM pg_catalog.pg_stat_activity "
				  "WHERE application_name LIKE 'glim %s %%'",
				  pid);
	struct failure ignored = { 0 };
	char *migration = NULL;
	struct cells cells;

	cells_read(conn, sql, &cells, &ignored);
	if (cells.texts[0])
		migration = memory_copy(match(pid, cells.texts[0], names, count));
	cells_finish(&cells);
	failure_finish(&ignored);
	free(sql);
	return migration;
}

/* Asked first, and mostly answered by no: who it is takes a new session three times as long. */
static bool is_held(PGconn *conn, const char *key, bool *held, struct failure *failure)
{
	char *sql = memory_format("SELECT 1 FROM pg_catalog.pg_locks l WHERE " POSTGRESQL_LOCK, key,
				  key);
	struct cells cells;
	const bool done = cells_read(conn, sql, &cells, failure);

	*held = cells.texts[0] != NULL;
	cells_finish(&cells);
	free(sql);
	return done;
}

bool session_find_holder(struct session *session, const char *name, const char *const *names,
			 size_t count, struct lock_holder *out, struct failure *failure)
{
	char *key = lock_key(session->conn, name, failure);
	char *pid = NULL;
	bool held = false;
	const bool done = key && is_held(session->conn, key, &held, failure) &&
			  (!held || read_holder(session->conn, key, out, &pid, failure));

	if (pid)
		out->migration = find_migration(session->conn, pid, names, count);
	free(pid);
	free(key);
	return done;
}
