#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/*
 * Such locks belong to one database. Two runners work on the same history when they find the same
 * table by its name: the schema that it is in, or will be made in, is part of the key.
 */
char *lock_key(PGconn *conn, const char *name, struct failure *failure)
{
	char *quoted = PQescapeLiteral(conn, name, strlen(name));
	char *sql = memory_format("SELECT pg_catalog.hashtextextended('glim:' || COALESCE("
				  "(SELECT relnamespace::pg_catalog.regnamespace::text "
				  "FROM pg_catalog.pg_class "
				  "WHERE oid = pg_catalog.to_regclass(%s)), "
				  "pg_catalog.current_schema()::text, '') || '/' || %s, 0)",
				  quoted, quoted);
	struct cells cells;
	char *key = NULL;

	if (cells_read(conn, sql, &cells, failure))
		key = memory_copy(cells.texts[0] ? cells.texts[0] : "0");
	cells_finish(&cells);
	PQfreemem(quoted);
	free(sql);
	return key;
}

static bool find_key(struct session *session, const char *name, struct failure *failure)
{
	if (!session->lock)
		session->lock = lock_key(session->conn, name, failure);
	return session->lock != NULL;
}

enum lock_answer session_try_lock(struct session *session, const char *name,
				  struct lock_holder *holder, struct failure *failure)
{
	enum lock_answer answer = LOCK_FAILED;
	struct cells cells;
	char *sql;

	if (session->locked)
		return LOCK_TAKEN;
	if (!find_key(session, name, failure))
		return LOCK_FAILED;
	sql = pooler_lock_sql(session);
	if (cells_read(session->conn, sql, &cells, failure))
		answer = pooler_lock_answer(session, cells.texts[0], failure);
	cells_finish(&cells);
	free(sql);
	session->locked = answer == LOCK_TAKEN;
	if (answer == LOCK_BUSY && holder)
		holder_describe(session->conn, session->lock, holder);
	return answer;
}

void session_unlock(struct session *session)
{
	struct failure ignored = { 0 };
	struct cells cells;
	char *sql;

	if (!session->locked)
		return;
	sql = memory_format("SELECT pg_catalog.pg_advisory_unlock('%s')", session->lock);
	cells_read(session->conn, sql, &cells, &ignored);
	session->locked = false;
	cells_finish(&cells);
	failure_finish(&ignored);
	free(sql);
}
