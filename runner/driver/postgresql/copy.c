#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "base/memory.h"
#include "base/text.h"
#include "bulk.h"

enum { PIECE = 64 * 1024 };

/* A tab parts the values of a line. */
static const struct spelling spelling = {
	.null = "\\N",
	.around = "",
	.bytes = "\\\\x",
	.special = "\t\n\r\\",
	.letters = "tnr\\",
};

static void add_row(struct text *out, const glim_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		spelling_add(out, &spelling, &values[i]);
		text_add_char(out, i + 1 < count ? '\t' : '\n');
	}
}

static bool put(PGconn *conn, struct text *lines)
{
	const bool good = PQputCopyData(conn, text_get(lines), (int)lines->length) == 1;

	text_clear(lines);
	return good;
}

static bool put_rows(PGconn *conn, const struct rows *rows)
{
	const size_t columns = rows->bulk->count;
	struct text lines = { 0 };
	bool good = true;

	for (size_t row = 0; good && row < rows->count; row++) {
		add_row(&lines, rows->values + row * columns, columns);
		if (lines.length >= PIECE)
			good = put(conn, &lines);
	}
	good = good && (!lines.length || put(conn, &lines));
	text_finish(&lines);
	return good;
}

static char *copy_sql(const struct bulk *bulk, const char *table)
{
	struct text sql = { 0 };

	text_add(&sql, "COPY ");
	dialect_add_name(&dialect_postgresql, &sql, table);
	for (size_t i = 0; i < bulk->count; i++) {
		text_add(&sql, i ? ", " : " (");
		dialect_add_name(&dialect_postgresql, &sql, bulk->columns[i]);
	}
	text_add(&sql, ") FROM STDIN");
	return text_take(&sql);
}

static bool begin(PGconn *conn, const char *sql, struct failure *failure)
{
	PGresult *result = PQexec(conn, sql);
	const bool begun = PQresultStatus(result) == PGRES_COPY_IN;

	if (!begun)
		result_failure(conn, result, sql, failure);
	PQclear(result);
	return begun;
}

static bool stands_in(const char *message, const char *column)
{
	char *place = memory_format(", column %s:", column);
	const bool found = strstr(message, place) != NULL;

	free(place);
	return found;
}

/* "invalid input syntax .. (COPY users, line 3, column age: "x")"; always false. */
static bool name_column(const struct bulk *bulk, struct failure *failure)
{
	for (size_t i = 0; failure->message && i < bulk->count; i++) {
		char *said = failure->message;

		if (!stands_in(said, bulk->columns[i]))
			continue;
		failure->message = memory_format("column \"%s\": %s", bulk->columns[i], said);
		free(said);
		break;
	}
	return false;
}

bool copy_rows(struct session *session, const struct rows *rows, const char *table,
	       struct outcome *out, struct failure *failure)
{
	PGconn *conn = session->conn;
	char *sql = copy_sql(rows->bulk, table);
	struct answer answer = {
		.session = session, .sql = sql, .columns = -1, .failure = failure
	};
	bool done = begin(conn, sql, failure);

	if (done && (!put_rows(conn, rows) || PQputCopyEnd(conn, NULL) != 1))
		done = connection_failure(conn, failure);
	if (done) {
		answer_take(&answer);
		done = !answer.failed;
		out->changes += answer.outcome.changes;
	}
	free(sql);
	return done || name_column(rows->bulk, failure);
}
