#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { NAMES_AT_ONCE = 100 };

static char *holder_sql(const char *lock)
{
	return memory_format("SELECT l.id, p.USER, p.HOST, IF(p.COMMAND = 'Sleep', NULL, "
			     "DATE_FORMAT(UTC_TIMESTAMP() - INTERVAL p.TIME SECOND, "
			     "'%%Y-%%m-%%d %%H:%%i:%%s UTC')), "
			     "IF(p.COMMAND = 'Sleep', NULL, COALESCE(p.INFO, p.COMMAND)) "
			     "FROM (SELECT IS_USED_LOCK(%s) AS id) l "
			     "LEFT JOIN information_schema.PROCESSLIST p ON p.ID = l.id",
			     lock);
}

static void take_holder(char **cell, struct lock_holder *holder)
{
	if (cell[0] && cell[1])
		holder->who = memory_format("%s@%.*s (connection %s)", cell[1],
					    host_length(cell[2]), cell[2], cell[0]);
	else if (cell[0])
		holder->who = memory_format("connection %s", cell[0]);
	holder->since = memory_copy(cell[3]);
	holder->doing = memory_copy(cell[4]);
}

static bool read_holder(MYSQL *mysql, const char *lock, struct lock_holder *holder,
			struct failure *failure)
{
	char *sql = holder_sql(lock);
	struct cells cells;
	const bool done = cells_read(mysql, sql, &cells, failure);

	if (done)
		take_holder(cells.texts, holder);
	cells_finish(&cells);
	free(sql);
	return done;
}

void holder_describe(MYSQL *mysql, const char *lock, struct lock_holder *holder)
{
	struct failure ignored = { 0 };

	read_holder(mysql, lock, holder, &ignored);
	failure_finish(&ignored);
}

/* Gives the place in `names` of the one that is announced. */
static char *announced_sql(MYSQL *mysql, const char *name, const char *const *names, size_t count)
{
	struct text sql = { 0 };

	for (size_t i = 0; i < count; i++) {
		char *lock = lock_name(mysql, name, names[i]);

		text_print(&sql, "%sSELECT %zu FROM DUAL WHERE IS_USED_LOCK(%s) IS NOT NULL",
			   i ? " UNION ALL " : "", i, lock);
		free(lock);
	}
	return text_take(&sql);
}

static const char *find_announced(MYSQL *mysql, const char *name, const char *const *names,
				  size_t count)
{
	char *sql = announced_sql(mysql, name, names, count);
	struct failure ignored = { 0 };
	const char *found = NULL;
	struct cells cells;

	cells_read(mysql, sql, &cells, &ignored);
	if (cells.texts[0])
		found = names[strtoul(cells.texts[0], NULL, 10)];
	failure_finish(&ignored);
	cells_finish(&cells);
	free(sql);
	return found;
}

/* When its transaction began; only an account that sees other sessions is told. */
static void read_start(MYSQL *mysql, const char *lock, struct lock_holder *holder)
{
	char *sql = memory_format("SELECT DATE_FORMAT(CONVERT_TZ(trx_started, 'SYSTEM', '+00:00'), "
				  "'%%Y-%%m-%%d %%H:%%i:%%s UTC') "
				  "FROM information_schema.INNODB_TRX "
				  "WHERE trx_mysql_thread_id = IS_USED_LOCK(%s)",
				  lock);
	struct failure ignored = { 0 };
	struct cells cells;

	cells_read(mysql, sql, &cells, &ignored);
	if (cells.texts[0]) {
		free(holder->since);
		holder->since = memory_copy(cells.texts[0]);
	}
	failure_finish(&ignored);
	cells_finish(&cells);
	free(sql);
}

/* Asked first, because it costs less than to look at every session. */
static bool is_held(MYSQL *mysql, const char *lock, bool *held, struct failure *failure)
{
	char *sql = memory_format("SELECT IS_USED_LOCK(%s)", lock);
	struct cells cells;
	const bool done = cells_read(mysql, sql, &cells, failure);

	*held = cells.texts[0] != NULL;
	cells_finish(&cells);
	free(sql);
	return done;
}

bool session_find_holder(struct session *session, const char *name, const char *const *names,
			 size_t count, struct lock_holder *out, struct failure *failure)
{
	char *lock = lock_name(session->mysql, name, NULL);
	bool held = false;
	const bool done = is_held(session->mysql, lock, &held, failure) &&
			  (!held || read_holder(session->mysql, lock, out, failure));

	if (done && out->who)
		read_start(session->mysql, lock, out);
	for (size_t i = 0; done && out->who && !out->migration && i < count; i += NAMES_AT_ONCE)
		out->migration = memory_copy(
			find_announced(session->mysql, name, names + i,
				       count - i < NAMES_AT_ONCE ? count - i : NAMES_AT_ONCE));
	free(lock);
	return done;
}
