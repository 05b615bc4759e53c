#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { CELL_BYTES = 256 };

static void forget(struct prepared *prepared)
{
	if (prepared->statement)
		mysql_stmt_close(prepared->statement);
	free(prepared->sql);
	*prepared = (struct prepared){ 0 };
}

void prepared_forget_all(struct session *session)
{
	for (size_t i = 0; i < PREPARED_KEPT; i++)
		forget(&session->prepared[i]);
}

static struct prepared *find(struct session *session, const char *sql, size_t length)
{
	for (size_t i = 0; i < PREPARED_KEPT; i++) {
		struct prepared *kept = &session->prepared[i];

		if (kept->statement && kept->length == length &&
		    memcmp(kept->sql, sql, length) == 0)
			return kept;
	}
	return NULL;
}

static struct prepared *prepare_new(struct session *session, const char *sql, size_t length,
				    struct failure *failure)
{
	struct prepared *place = &session->prepared[session->prepared_next++ % PREPARED_KEPT];

	forget(place);
	place->statement = mysql_stmt_init(session->mysql);
	if (!place->statement) {
		mysql_failure(session->mysql, failure);
		return NULL;
	}
	if (mysql_stmt_prepare(place->statement, sql, length) != 0) {
		statement_failure(place->statement, failure);
		forget(place);
		return NULL;
	}
	place->sql = memory_copy_bytes(sql, length);
	place->length = length;
	return place;
}

static void bind_value(MYSQL_BIND *bind, const glim_value *value)
{
	static const enum enum_field_types types[] = {
		[GLIM_TYPE_NULL] = MYSQL_TYPE_NULL,      [GLIM_TYPE_INT] = MYSQL_TYPE_LONGLONG,
		[GLIM_TYPE_REAL] = MYSQL_TYPE_DOUBLE,    [GLIM_TYPE_TEXT] = MYSQL_TYPE_STRING,
		[GLIM_TYPE_BLOB] = MYSQL_TYPE_LONG_BLOB,
	};

	bind->buffer_type = types[value->type];
	bind->buffer = (void *)&value->as;
	if (value->type != GLIM_TYPE_TEXT && value->type != GLIM_TYPE_BLOB)
		return;
	bind->buffer = value->length ? (void *)value->as.data : (void *)"";
	bind->buffer_length = value->length;
	bind->length_value = value->length;
	bind->length = &bind->length_value;
}

static bool execute(MYSQL_STMT *statement, const glim_value *values, size_t count,
		    struct failure *failure)
{
	MYSQL_BIND *binds = memory_alloc(count * sizeof *binds);
	bool good;

	for (size_t i = 0; i < count; i++)
		bind_value(&binds[i], &values[i]);
	good = mysql_stmt_bind_param(statement, binds) == 0 && mysql_stmt_execute(statement) == 0;
	free(binds);
	return good || statement_failure(statement, failure);
}

/* The cells of one row; a buffer grows when a cell does not fit. */
struct row {
	unsigned int count;
	const MYSQL_FIELD *fields;
	MYSQL_BIND *binds;
	glim_value *values;
};

static void bind_cell(MYSQL_BIND *bind, const MYSQL_FIELD *field)
{
	bind->buffer_type = field_is_integer(field) ? MYSQL_TYPE_LONGLONG
			    : field_is_real(field)  ? MYSQL_TYPE_DOUBLE
			    : field_is_blob(field)  ? MYSQL_TYPE_LONG_BLOB
						    : MYSQL_TYPE_STRING;
	bind->is_unsigned = (field->flags & UNSIGNED_FLAG) != 0;
	bind->buffer = memory_alloc(CELL_BYTES);
	bind->buffer_length = CELL_BYTES;
	bind->length = &bind->length_value;
	bind->is_null = &bind->is_null_value;
	bind->error = &bind->error_value;
}

static void row_init(struct row *row, MYSQL_RES *columns)
{
	row->count = mysql_num_fields(columns);
	row->fields = mysql_fetch_fields(columns);
	row->binds = memory_alloc(row->count * sizeof *row->binds);
	row->values = memory_alloc(row->count * sizeof *row->values);
	for (unsigned int i = 0; i < row->count; i++)
		bind_cell(&row->binds[i], &row->fields[i]);
}

static void row_finish(struct row *row)
{
	for (unsigned int i = 0; i < row->count; i++)
		free(row->binds[i].buffer);
	free(row->binds);
	free(row->values);
}

/* Fetches what was cut off; `grown` tells that the library has to learn the new buffers. */
static bool complete_cell(MYSQL_STMT *statement, struct row *row, unsigned int i, bool *grown)
{
	MYSQL_BIND *bind = &row->binds[i];

	if (bind->is_null_value || bind->length_value <= bind->buffer_length)
		return true;
	bind->buffer = memory_grow(bind->buffer, bind->length_value, 1);
	bind->buffer_length = bind->length_value;
	*grown = true;
	return mysql_stmt_fetch_column(statement, bind, i, 0) == 0;
}

static glim_value integer_cell(const MYSQL_BIND *bind, const MYSQL_FIELD *field, char text[32])
{
	uint64_t number;

	memcpy(&number, bind->buffer, sizeof number);
	if (!bind->is_unsigned || number <= INT64_MAX)
		return glim_int((int64_t)number);
	return value_of_bytes(field, text,
			      (unsigned long)sprintf(text, "%llu", (unsigned long long)number));
}

static void read_cell(struct row *row, unsigned int i)
{
	MYSQL_BIND *bind = &row->binds[i];
	double real;

	if (bind->is_null_value) {
		row->values[i] = glim_null();
	} else if (bind->buffer_type == MYSQL_TYPE_LONGLONG) {
		/* The number itself takes eight bytes of the buffer; its text may stand behind. */
		row->values[i] = integer_cell(bind, &row->fields[i], (char *)bind->buffer + 16);
	} else if (bind->buffer_type == MYSQL_TYPE_DOUBLE) {
		memcpy(&real, bind->buffer, sizeof real);
		row->values[i] = glim_real(real);
	} else {
		row->values[i] = value_of_bytes(&row->fields[i], bind->buffer, bind->length_value);
	}
}

static bool read_row(MYSQL_STMT *statement, struct row *row)
{
	bool grown = false;

	for (unsigned int i = 0; i < row->count; i++) {
		if (!complete_cell(statement, row, i, &grown))
			return false;
		read_cell(row, i);
	}
	return !grown || mysql_stmt_bind_result(statement, row->binds) == 0;
}

static bool give_rows(MYSQL_STMT *statement, struct row *row, const struct row_sink *sink)
{
	bool go_on = give_columns(row->fields, row->count, sink);
	int answer;

	if (mysql_stmt_bind_result(statement, row->binds) != 0)
		return false;
	while ((answer = mysql_stmt_fetch(statement)) == 0 || answer == MYSQL_DATA_TRUNCATED) {
		if (!go_on || !sink || !sink->row)
			continue;
		if (!read_row(statement, row))
			return false;
		go_on = sink->row(sink->data, row->count, row->values);
	}
	return answer == MYSQL_NO_DATA;
}

/* Once the result is freed nothing tells of its failure. */
static bool take_result(MYSQL_STMT *statement, const struct row_sink **sink, struct outcome *out,
			struct failure *failure)
{
	MYSQL_RES *columns = mysql_stmt_result_metadata(statement);
	struct row row = { 0 };
	bool good;

	if (!columns) {
		out->changes = (int64_t)mysql_stmt_affected_rows(statement);
		out->last_id = (int64_t)mysql_stmt_insert_id(statement);
		return mysql_stmt_field_count(statement) == 0 ||
		       statement_failure(statement, failure);
	}
	row_init(&row, columns);
	good = give_rows(statement, &row, *sink) || statement_failure(statement, failure);
	*sink = NULL;
	row_finish(&row);
	mysql_free_result(columns);
	mysql_stmt_free_result(statement);
	return good;
}

static bool take_results(MYSQL_STMT *statement, const struct row_sink *sink, struct outcome *out,
			 struct failure *failure)
{
	int next;

	do {
		if (!take_result(statement, &sink, out, failure))
			return false;
		next = mysql_stmt_next_result(statement);
	} while (next == 0);
	return next < 0 || statement_failure(statement, failure);
}

static bool check_count(MYSQL_STMT *statement, size_t count, struct failure *failure)
{
	unsigned long marks = mysql_stmt_param_count(statement);

	return marks == count ||
	       failure_set(failure, FAILURE_SQL, 0,
			   "the statement has %lu marks, and %zu values are given", marks, count);
}

MYSQL_STMT *prepared_statement(struct session *session, const char *sql, size_t length,
			       struct failure *failure)
{
	struct prepared *prepared = find(session, sql, length);

	if (!prepared)
		prepared = prepare_new(session, sql, length, failure);
	return prepared ? prepared->statement : NULL;
}

/* Only a statement without rows is kept: DDL in between may change what its columns are. */
bool prepared_run(struct session *session, const char *sql, size_t length, const glim_value *values,
		  size_t count, const struct row_sink *sink, struct outcome *out,
		  struct failure *failure)
{
	struct prepared *prepared = find(session, sql, length);
	struct outcome outcome = { 0 };
	bool done;

	if (!prepared)
		prepared = prepare_new(session, sql, length, failure);
	if (!prepared)
		return false;
	done = check_count(prepared->statement, count, failure) &&
	       execute(prepared->statement, values, count, failure) &&
	       take_results(prepared->statement, sink, &outcome, failure);
	if (!done || mysql_stmt_field_count(prepared->statement) > 0)
		forget(prepared);
	if (done && out)
		*out = outcome;
	return done;
}

/* Such as an account's or a server's limit of prepared statements. */
static bool cannot_be_prepared(const struct failure *failure)
{
	enum { TOO_MANY = 1461, NOT_SUPPORTED = 1295 };

	return failure->native == TOO_MANY || failure->native == NOT_SUPPORTED;
}

static bool run_once(MYSQL_STMT *statement, const char *sql, size_t length,
		     const struct row_sink *sink, struct outcome *out, struct failure *failure)
{
	if (mariadb_stmt_execute_direct(statement, sql, length) != 0)
		return statement_failure(statement, failure);
	return take_results(statement, sink, out, failure);
}

bool prepared_read(struct session *session, const char *sql, size_t length,
		   const struct row_sink *sink, struct outcome *out, struct failure *failure)
{
	MYSQL_STMT *statement = mysql_stmt_init(session->mysql);
	struct outcome outcome = { 0 };
	bool done;

	if (!statement)
		return mysql_failure(session->mysql, failure);
	done = run_once(statement, sql, length, sink, &outcome, failure);
	mysql_stmt_close(statement);
	if (!done && cannot_be_prepared(failure)) {
		failure_finish(failure);
		return query_run(session, sql, length, sink, out, failure);
	}
	if (done && out)
		*out = outcome;
	return done;
}
