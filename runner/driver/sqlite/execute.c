#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

int session_bind(sqlite3_stmt *statement, int at, const glim_value *value)
{
	const void *data = value->length ? value->as.data : "";

	switch (value->type) {
	case GLIM_TYPE_INT:
		return sqlite3_bind_int64(statement, at, value->as.integer);
	case GLIM_TYPE_REAL:
		return sqlite3_bind_double(statement, at, value->as.real);
	case GLIM_TYPE_TEXT:
		return sqlite3_bind_text64(statement, at, data, value->length, SQLITE_STATIC,
					   SQLITE_UTF8);
	case GLIM_TYPE_BLOB:
		return sqlite3_bind_blob64(statement, at, data, value->length, SQLITE_STATIC);
	default:
		return sqlite3_bind_null(statement, at);
	}
}

static void read_column(sqlite3_stmt *statement, int at, glim_value *value)
{
	const void *data = "";

	switch (sqlite3_column_type(statement, at)) {
	case SQLITE_INTEGER:
		*value = glim_int(sqlite3_column_int64(statement, at));
		return;
	case SQLITE_FLOAT:
		*value = glim_real(sqlite3_column_double(statement, at));
		return;
	case SQLITE_TEXT:
		*value = glim_typed(GLIM_TYPE_TEXT);
		data = sqlite3_column_text(statement, at);
		break;
	case SQLITE_BLOB:
		*value = glim_typed(GLIM_TYPE_BLOB);
		data = sqlite3_column_blob(statement, at);
		break;
	default:
		*value = glim_null();
		return;
	}
	value->length = (uint32_t)sqlite3_column_bytes(statement, at);
	value->as.data = data ? data : "";
}

static bool give_columns(sqlite3_stmt *statement, size_t count, const struct row_sink *sink)
{
	const char **names;
	bool go_on;

	if (!sink || !sink->columns || !count)
		return true;
	names = memory_alloc(count * sizeof *names);
	for (size_t i = 0; i < count; i++)
		names[i] = sqlite3_column_name(statement, (int)i);
	go_on = sink->columns(sink->data, count, names);
	free(names);
	return go_on;
}

static int step_all(sqlite3_stmt *statement, const struct row_sink *sink)
{
	size_t count = (size_t)sqlite3_column_count(statement);
	glim_value *values = memory_alloc(count * sizeof *values);
	bool go_on = give_columns(statement, count, sink);
	int answer;

	while ((answer = sqlite3_step(statement)) == SQLITE_ROW && go_on) {
		if (!sink || !sink->row)
			continue;
		for (size_t i = 0; i < count; i++)
			read_column(statement, (int)i, &values[i]);
		go_on = sink->row(sink->data, count, values);
	}
	free(values);
	return answer == SQLITE_ROW ? SQLITE_DONE : answer;
}

static sqlite3_stmt *find(const struct session *session, const char *sql, size_t length)
{
	for (size_t i = 0; i < PREPARED_KEPT; i++) {
		sqlite3_stmt *kept = session->prepared[i];
		const char *text = kept ? sqlite3_sql(kept) : NULL;

		if (text && strlen(text) == length && memcmp(text, sql, length) == 0)
			return kept;
	}
	return NULL;
}

static void keep(struct session *session, sqlite3_stmt *statement)
{
	sqlite3_stmt **place = &session->prepared[session->prepared_next++ % PREPARED_KEPT];

	sqlite3_finalize(*place);
	*place = statement;
}

/* What stands behind a statement may be blanks and comments only. */
static bool tail_is_empty(struct session *session, const char *tail, const char *end)
{
	sqlite3_stmt *second = NULL;

	while (tail < end) {
		int answer =
			sqlite3_prepare_v2(session->db, tail, (int)(end - tail), &second, &tail);

		sqlite3_finalize(second);
		if (answer != SQLITE_OK || second)
			return false;
	}
	return true;
}

static bool check_text(struct session *session, const char *sql, size_t length,
		       struct failure *failure)
{
	int most = sqlite3_limit(session->db, SQLITE_LIMIT_SQL_LENGTH, -1);

	if (length > (size_t)most)
		return failure_set(failure, FAILURE_SQL, SQLITE_TOOBIG,
				   "the statement has %zu bytes; at most %d are taken", length,
				   most);
	if (memchr(sql, '\0', length))
		return failure_set(failure, FAILURE_SQL, SQLITE_MISUSE,
				   "the statement holds a NUL byte");
	return true;
}

static sqlite3_stmt *prepare_new(struct session *session, const char *sql, size_t length,
				 struct failure *failure)
{
	bool was_open = !sqlite3_get_autocommit(session->db);
	sqlite3_stmt *statement = NULL;
	const char *tail = sql;

	if (!check_text(session, sql, length, failure))
		return NULL;
	if (sqlite3_prepare_v3(session->db, sql, (int)length, SQLITE_PREPARE_PERSISTENT, &statement,
			       &tail) != SQLITE_OK) {
		native_failure(session, was_open, failure);
		return NULL;
	}
	if (!statement) {
		failure_set(failure, FAILURE_SQL, SQLITE_MISUSE, "the statement is empty");
		return NULL;
	}
	keep(session, statement);
	if (tail_is_empty(session, tail, sql + length))
		return statement;
	failure_set(failure, FAILURE_SQL, SQLITE_MISUSE,
		    "there is a second statement behind the first");
	return NULL;
}

static bool bind_all(struct session *session, sqlite3_stmt *statement, const glim_value *values,
		     size_t count, struct failure *failure)
{
	int marks = sqlite3_bind_parameter_count(statement);

	if ((size_t)marks != count)
		return failure_set(failure, FAILURE_SQL, SQLITE_RANGE,
				   "the statement has %d marks, and %zu values are given", marks,
				   count);
	for (size_t i = 0; i < count; i++)
		if (session_bind(statement, (int)i + 1, &values[i]) != SQLITE_OK)
			return native_failure(session, false, failure);
	return true;
}

static bool run_all(struct session *session, sqlite3_stmt *statement, const struct row_sink *sink,
		    struct outcome *out, struct failure *failure)
{
	bool was_open = !sqlite3_get_autocommit(session->db);
	sqlite3_int64 before = sqlite3_total_changes64(session->db);
	int answer = step_all(statement, sink);
	bool changed = sqlite3_total_changes64(session->db) != before;

	if (answer != SQLITE_DONE)
		return native_failure(session, was_open, failure);
	if (out)
		*out = (struct outcome){
			.changes = changed ? sqlite3_changes64(session->db) : 0,
			.last_id = sqlite3_last_insert_rowid(session->db),
		};
	return true;
}

/* The kept statement of this text, or a new one. */
sqlite3_stmt *session_statement(struct session *session, const char *sql, size_t length,
				struct failure *failure)
{
	sqlite3_stmt *statement = find(session, sql, length);

	return statement ? statement : prepare_new(session, sql, length, failure);
}

static bool execute(struct session *session, const char *sql, size_t length,
		    const glim_value *values, size_t count, const struct row_sink *sink,
		    struct outcome *out, struct failure *failure)
{
	sqlite3_stmt *statement = session_statement(session, sql, length, failure);
	bool done;

	if (!statement)
		return false;
	done = bind_all(session, statement, values, count, failure) &&
	       run_all(session, statement, sink, out, failure);
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return done;
}

bool session_execute(struct session *session, const char *sql, size_t length,
		     const glim_value *values, size_t count, const struct row_sink *sink,
		     struct outcome *out, struct failure *failure)
{
	bool done;

	session->executing = true;
	done = execute(session, sql, length, values, count, sink, out, failure);
	session->executing = false;
	return done;
}
