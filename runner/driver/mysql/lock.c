#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

struct cells {
	char *texts[5];
};

static bool take_row(void *data, size_t count, const glim_value *values)
{
	struct cells *cells = data;

	for (size_t i = 0; i < count && i < 5; i++) {
		free(cells->texts[i]);
		if (values[i].type == GLIM_TYPE_NULL)
			cells->texts[i] = NULL;
		else if (values[i].type == GLIM_TYPE_INT)
			cells->texts[i] = memory_format("%lld", (long long)values[i].as.integer);
		else
			cells->texts[i] = memory_copy_bytes(values[i].as.data, values[i].length);
	}
	return true;
}

static void cells_finish(struct cells *cells)
{
	for (size_t i = 0; i < 5; i++)
		free(cells->texts[i]);
}

/* At most 64 characters on every server: a hash, and the schema in it, as names are server-wide. */
static char *lock_name(struct session *session, const char *name)
{
	char *quoted = memory_alloc(strlen(name) * 2 + 1);
	char *sql;

	mysql_real_escape_string(session->mysql, quoted, name, strlen(name));
	sql = memory_format("CONCAT('glim:', "
			    "LEFT(SHA2(CONCAT_WS('/', DATABASE(), '%s'), 256), 32))",
			    quoted);
	free(quoted);
	return sql;
}

/* Runs a statement and frees its text. */
static bool ask(struct session *session, char *sql, struct cells *cells, struct failure *failure)
{
	struct row_sink sink = { .row = take_row, .data = cells };
	bool done = query_run(session, sql, strlen(sql), &sink, NULL, failure);

	free(sql);
	return done;
}

static char *holder_sql(const char *lock)
{
	return memory_format("SELECT l.id, p.USER, p.HOST, IF(p.COMMAND = 'Sleep', NULL, "
			     "DATE_FORMAT(UTC_TIMESTAMP() - INTERVAL p.TIME SECOND, "
			     "'%%Y-%%m-%%d %%H:%%i:%%s UTC')), COALESCE(p.INFO, p.COMMAND) "
			     "FROM (SELECT IS_USED_LOCK(%s) AS id) l "
			     "LEFT JOIN information_schema.PROCESSLIST p ON p.ID = l.id",
			     lock);
}

/* "10.0.0.7:51234" without its port; an address may hold colons of its own. */
static int host_length(const char *host)
{
	const char *colon = strrchr(host, ':');

	return (int)(colon ? (size_t)(colon - host) : strlen(host));
}

static void find_holder(struct session *session, const char *lock, struct lock_holder *holder)
{
	struct failure ignored = { 0 };
	struct cells cells = { 0 };
	char **cell = cells.texts;

	ask(session, holder_sql(lock), &cells, &ignored);
	if (cell[0] && cell[1])
		holder->who = memory_format("%s@%.*s (connection %s)", cell[1],
					    host_length(cell[2]), cell[2], cell[0]);
	else if (cell[0])
		holder->who = memory_format("connection %s", cell[0]);
	else
		holder->who = memory_copy("a session that has just ended");
	holder->since = memory_copy(cell[3]);
	holder->doing = memory_copy(cell[4]);
	cells_finish(&cells);
	failure_finish(&ignored);
}

static enum lock_answer answer_of(const struct cells *cells, struct failure *failure)
{
	if (cells->texts[0])
		return strcmp(cells->texts[0], "1") == 0 ? LOCK_TAKEN : LOCK_BUSY;
	failure_set(failure, FAILURE_SQL, 0, "the server could not give the lock");
	return LOCK_FAILED;
}

static enum lock_answer take(struct session *session, const char *lock, struct failure *failure)
{
	struct cells cells = { 0 };
	enum lock_answer answer = LOCK_FAILED;

	if (ask(session, memory_format("SELECT GET_LOCK(%s, 0)", lock), &cells, failure))
		answer = answer_of(&cells, failure);
	cells_finish(&cells);
	return answer;
}

enum lock_answer session_try_lock(struct session *session, const char *name,
				  struct lock_holder *holder, struct failure *failure)
{
	enum lock_answer answer;
	char *lock;

	if (session->lock)
		return LOCK_TAKEN;
	lock = lock_name(session, name);
	answer = take(session, lock, failure);
	if (answer == LOCK_TAKEN) {
		session->lock = lock;
		return answer;
	}
	if (answer == LOCK_BUSY && holder)
		find_holder(session, lock, holder);
	free(lock);
	return answer;
}

void session_unlock(struct session *session)
{
	struct failure ignored = { 0 };
	struct cells cells = { 0 };

	if (!session->lock)
		return;
	ask(session, memory_format("DO RELEASE_LOCK(%s)", session->lock), &cells, &ignored);
	free(session->lock);
	session->lock = NULL;
	cells_finish(&cells);
	failure_finish(&ignored);
}
