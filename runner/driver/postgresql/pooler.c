/*
 * A pooler between glim and the server. One that gives a client a server's session for as long as
 * it stays is as good as none. One that gives it for a transaction or a statement gives the lock,
 * the settings and the temporary tables to whoever comes next, so that two runs may take the same
 * lock. No pooler says which it is: the session is marked, and looked for from a second connection.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "session.h"

enum { ROUNDS = 4, SECOND = 1000000, PATIENCE = 5 };

#define ASK "SELECT pg_catalog.current_setting('glim.session', true)"
#define HINT                                                                                       \
	"name the server itself in \"host\" and \"port\", or let the pooler pool by session, "     \
	"in pgbouncer: pool_mode = session"

static bool is_marked(const struct session *session, const char *cell)
{
	return cell && strcmp(cell, session->mark) == 0;
}

/* ---- When the session begins ---- */

static bool mark(struct session *session, struct failure *failure)
{
	char *sql;
	struct cells cells;
	bool done;

	session->mark = memory_format("%d.%d.%lld", PQbackendPID(session->conn), (int)getpid(),
				      (long long)clock_elapsed());
	sql = memory_format("SELECT pg_catalog.set_config('glim.session', '%s', false)",
			    session->mark);
	done = cells_read(session->conn, sql, &cells, failure);
	cells_finish(&cells);
	free(sql);
	return done;
}

static bool is_still_marked(const struct session *session, bool *marked, struct failure *failure)
{
	struct cells cells;
	const bool done = cells_read(session->conn, ASK, &cells, failure);

	*marked = done && is_marked(session, cells.texts[0]);
	cells_finish(&cells);
	return done;
}

static bool fail_unasked(PGconn *beside, struct failure *failure)
{
	const char *says = beside ? PQerrorMessage(beside) : "";

	if (!*says)
		says = "it did not answer in time";
	failure_set(failure, FAILURE_CONNECT, 0,
		    "a pooler stands between glim and the server, and gave no second session to "
		    "see whether it changes the first one: %.*s",
		    (int)strcspn(says, "\n"), says);
	failure->hint = memory_copy("a larger pool, or name the server itself in \"host\" and "
				    "\"port\"");
	return false;
}

/*
 * A pooler that shares gives either this session to the second connection, or, as long as that one
 * keeps what it got, perhaps another one to the first.
 */
static bool look_from(PGconn *beside, const struct session *session, bool *own,
		      struct failure *failure)
{
	struct cells cells, ignored;
	bool asked, done;

	cells_read_within(beside, "BEGIN; " ASK ", 1", PATIENCE * SECOND, &cells);
	asked = cells.texts[1] != NULL;
	*own = !is_marked(session, cells.texts[0]);
	cells_finish(&cells);
	done = !*own || is_still_marked(session, own, failure);
	if (done && *own && !asked)
		return fail_unasked(beside, failure);
	if (asked)
		cells_read_within(beside, "ROLLBACK", PATIENCE * SECOND, &ignored);
	return done;
}

static bool look_once(const struct session *session, bool *own, struct failure *failure)
{
	PGconn *beside = connect_beside(session);
	const bool done = look_from(beside, session, own, failure);

	PQfinish(beside);
	return done;
}

/* More than once: others may take what is looked for, or several poolers share an address. */
static bool look(const struct session *session, bool *own, struct failure *failure)
{
	bool done = is_still_marked(session, own, failure);

	for (int i = 0; done && *own && i < ROUNDS; i++)
		done = look_once(session, own, failure);
	return done;
}

/* What the pooler may have kept back. */
static bool set_up(struct session *session, struct failure *failure)
{
	char *sql = parameters_sql(session->conn, session->settings.search_path);
	struct cells cells;
	const bool done = cells_read(session->conn, sql, &cells, failure);

	cells_finish(&cells);
	free(sql);
	return done && facts_read_again(session, failure);
}

bool pooler_accept(struct session *session, struct failure *failure)
{
	bool own;

	if (!mark(session, failure) || !look(session, &own, failure))
		return false;
	if (!own)
		return failure_refuse(
			failure, FAILURE_REFUSED,
			"a pooler stands between glim and the server, and changes the "
			"server's session between transactions",
			HINT);
	return set_up(session, failure);
}

/* ---- Later ---- */

/* Nothing more is to reach a session that is another's. */
static bool moved(const struct session *session, struct failure *failure)
{
	shutdown(PQsocket(session->conn), SHUT_RDWR);
	failure_set(failure, FAILURE_REFUSED, 0,
		    "the pooler between glim and the server has changed the server's session, and "
		    "with it the lock is lost");
	failure->hint = memory_copy(HINT);
	return false;
}

/* Inside a transaction the answer holds until its end. */
bool pooler_check(const struct session *session, struct failure *failure)
{
	bool marked;

	if (!session->mark)
		return true;
	return is_still_marked(session, &marked, failure) && (marked || moved(session, failure));
}

/*
 * A session may take a lock that it has: who finds it taken, and did not take it, is not alone
 * there, or follows one that was killed and whose session was not reset.
 */
char *pooler_lock_sql(const struct session *session)
{
	if (!session->mark)
		return memory_format("SELECT pg_catalog.pg_try_advisory_lock('%s')", session->lock);
	return memory_format("SELECT CASE WHEN pg_catalog.current_setting('glim.session', true) "
			     "IS DISTINCT FROM '%s' THEN 'moved' "
			     "WHEN EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE " POSTGRESQL_LOCK
			     " AND l.pid = pg_catalog.pg_backend_pid()) THEN 'shared' "
			     "ELSE pg_catalog.pg_try_advisory_lock('%s')::text END",
			     session->mark, session->lock, session->lock, session->lock);
}

enum lock_answer pooler_lock_answer(const struct session *session, const char *cell,
				    struct failure *failure)
{
	if (!cell || cell[0] == 'f')
		return LOCK_BUSY;
	if (cell[0] == 't')
		return LOCK_TAKEN;
	if (cell[0] == 'm')
		moved(session, failure);
	else
		failure_refuse(failure, FAILURE_REFUSED,
			       "the session that the pooler gave holds glim's lock already, for "
			       "another run",
			       "let the pooler pool by session and reset sessions, in pgbouncer: "
			       "pool_mode = session, server_reset_query = DISCARD ALL");
	return LOCK_FAILED;
}
