#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static void add_quoted(MYSQL *mysql, struct text *sql, const char *value)
{
	char *quoted = memory_alloc(strlen(value) * 2 + 1);

	mysql_real_escape_string(mysql, quoted, value, strlen(value));
	text_print(sql, ", '%s'", quoted);
	free(quoted);
}

/* At most 64 characters on every server: a hash, and the schema in it, as names are server-wide. */
char *lock_name(MYSQL *mysql, const char *name, const char *of)
{
	struct text sql = { 0 };

	text_add(&sql, "CONCAT('glim:', LEFT(SHA2(CONCAT_WS('/', DATABASE()");
	add_quoted(mysql, &sql, name);
	if (of)
		add_quoted(mysql, &sql, of);
	text_add(&sql, "), 256), 32))");
	return text_take(&sql);
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
	char *sql = memory_format("SELECT GET_LOCK(%s, 0)", lock);
	enum lock_answer answer = LOCK_FAILED;
	struct cells cells;

	if (cells_read(session->mysql, sql, &cells, failure))
		answer = answer_of(&cells, failure);
	cells_finish(&cells);
	free(sql);
	return answer;
}

static void keep(struct session *session, char *lock, const char *name)
{
	session->lock = lock;
	pthread_mutex_lock(&session->mutex);
	free(session->lock_of);
	session->lock_of = memory_copy(name);
	pthread_mutex_unlock(&session->mutex);
}

enum lock_answer session_try_lock(struct session *session, const char *name,
				  struct lock_holder *holder, struct failure *failure)
{
	enum lock_answer answer;
	char *lock;

	if (session->lock)
		return LOCK_TAKEN;
	lock = lock_name(session->mysql, name, NULL);
	answer = take(session, lock, failure);
	if (answer == LOCK_TAKEN) {
		keep(session, lock, name);
		return answer;
	}
	if (answer == LOCK_BUSY && holder)
		holder_describe(session->mysql, lock, holder);
	free(lock);
	return answer;
}

void session_unlock(struct session *session)
{
	struct failure ignored = { 0 };
	struct cells cells;
	char *sql;

	if (!session->lock)
		return;
	sql = memory_format("DO RELEASE_LOCK(%s)", session->lock);
	cells_read(session->mysql, sql, &cells, &ignored);
	cells_finish(&cells);
	failure_finish(&ignored);
	free(sql);
	free(session->lock);
	session->lock = NULL;
}
