#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "session.h"

/* Twice as fast as one row a statement; more rows than this bring nothing. */
enum { ROWS = 100 };

static size_t rows_at_once(struct session *session, const struct bulk *bulk)
{
	const int most = sqlite3_limit(session->db, SQLITE_LIMIT_VARIABLE_NUMBER, -1);
	const size_t fit = most > 0 ? (size_t)most / bulk->count : 1;

	if (bulk->mode != BULK_INSERT && bulk->mode != BULK_UPSERT)
		return 1;
	return fit < ROWS ? (fit ? fit : 1) : ROWS;
}

/* A row that the table would leave out, or put in the place of another, is to be a failure. */
static bool settles_conflicts(struct session *session, const char *table)
{
	const char *sql = dialect_sqlite.settles_conflicts;
	struct failure ignored = { 0 };
	sqlite3_stmt *statement = session_statement(session, sql, strlen(sql), &ignored);
	bool found;

	failure_finish(&ignored);
	if (!statement)
		return false;
	found = sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC) == SQLITE_OK &&
		sqlite3_step(statement) == SQLITE_ROW;
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return found;
}

static void add_statement(struct text *sql, const struct bulk *bulk, size_t rows, bool aborts)
{
	const size_t word = strlen("INSERT"); /* or UPDATE */
	struct text plain = { 0 };

	dialect_bulk(&dialect_sqlite, &plain, bulk, rows);
	text_add_bytes(sql, plain.data, word);
	text_add(sql, aborts && bulk->mode != BULK_DELETE ? " OR ABORT" : "");
	text_add(sql, plain.data + word);
	text_finish(&plain);
}

static sqlite3_stmt *prepare(struct session *session, const struct bulk *bulk, size_t rows,
			     struct failure *failure)
{
	const bool aborts = settles_conflicts(session, bulk->table);
	struct text sql = { 0 };
	sqlite3_stmt *statement;

	add_statement(&sql, bulk, rows, aborts);
	statement = session_statement(session, text_get(&sql), sql.length, failure);
	text_finish(&sql);
	return statement;
}

static bool bind_rows(struct session *session, sqlite3_stmt *statement, const struct bulk *bulk,
		      const size_t *order, const glim_value *values, size_t rows,
		      struct failure *failure)
{
	int at = 0;

	for (size_t row = 0; row < rows; row++)
		for (size_t i = 0; i < bulk->count; i++)
			if (session_bind(statement, ++at, &values[row * bulk->count + order[i]]) !=
			    SQLITE_OK)
				return native_failure(session, false, failure);
	return true;
}

static bool step(struct session *session, sqlite3_stmt *statement, struct outcome *out,
		 struct failure *failure)
{
	const bool was_open = !sqlite3_get_autocommit(session->db);

	if (sqlite3_step(statement) != SQLITE_DONE)
		return native_failure(session, was_open, failure);
	out->changes += sqlite3_changes64(session->db);
	out->last_id = sqlite3_last_insert_rowid(session->db);
	return true;
}

/* Whole statements of `at_once` rows; returns how many rows are written, or SIZE_MAX. */
static size_t write_whole(struct session *session, const struct bulk *bulk, const size_t *order,
			  const glim_value *values, size_t rows, size_t at_once,
			  struct outcome *out, struct failure *failure)
{
	sqlite3_stmt *statement = prepare(session, bulk, at_once, failure);
	bool done = statement != NULL;
	size_t row = 0;

	for (; done && row + at_once <= rows; row += at_once) {
		done = bind_rows(session, statement, bulk, order, values + row * bulk->count,
				 at_once, failure) &&
		       step(session, statement, out, failure);
		sqlite3_reset(statement);
	}
	if (statement)
		sqlite3_clear_bindings(statement);
	return done ? row : SIZE_MAX;
}

static bool write_all(struct session *session, const struct bulk *bulk, const size_t *order,
		      const glim_value *values, size_t rows, struct outcome *out,
		      struct failure *failure)
{
	const size_t at_once = rows_at_once(session, bulk);
	size_t done = 0;

	if (rows >= at_once)
		done = write_whole(session, bulk, order, values, rows, at_once, out, failure);
	if (done < rows)
		done = write_whole(session, bulk, order, values + done * bulk->count, rows - done,
				   1, out, failure);
	return done != SIZE_MAX;
}

bool session_bulk(struct session *session, const struct bulk *bulk, const glim_value *values,
		  size_t rows, struct outcome *out, struct failure *failure)
{
	size_t *order = memory_alloc(bulk->count * sizeof *order);
	bool done;

	bulk_order(bulk, order);
	session->executing = true;
	done = write_all(session, bulk, order, values, rows, out, failure);
	session->executing = false;
	free(order);
	return done;
}
