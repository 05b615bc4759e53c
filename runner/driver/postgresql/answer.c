#include "answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static bool give_names(const struct answer *answer, const PGresult *result)
{
	const char **names;
	bool go_on;

	if (!answer->sink->columns)
		return true;
	names = memory_alloc(((size_t)answer->columns + 1) * sizeof *names);
	for (int i = 0; i < answer->columns; i++)
		names[i] = PQfname(result, i);
	go_on = answer->sink->columns(answer->sink->data, (size_t)answer->columns, names);
	free(names);
	return go_on;
}

static void begin_rows(struct answer *answer, const PGresult *result)
{
	if (answer->columns >= 0 || !answer->sink)
		return;
	answer->columns = PQnfields(result);
	answer->kinds = memory_alloc(((size_t)answer->columns + 1) * sizeof *answer->kinds);
	answer->values = memory_alloc(((size_t)answer->columns + 1) * sizeof *answer->values);
	for (int i = 0; i < answer->columns; i++)
		answer->kinds[i] = value_kind_of(PQftype(result, i));
	if (!give_names(answer, result))
		answer->sink = NULL;
}

static void give_row(struct answer *answer, const PGresult *result, int row)
{
	for (int i = 0; i < answer->columns; i++)
		answer->values[i] =
			PQgetisnull(result, row, i)
				? glim_null()
				: value_of_text(answer->kinds[i], PQgetvalue(result, row, i),
						PQgetlength(result, row, i));
	if (!answer->sink->row(answer->sink->data, (size_t)answer->columns, answer->values))
		answer->sink = NULL;
}

static void give_rows(struct answer *answer, const PGresult *result)
{
	begin_rows(answer, result);
	for (int row = 0; answer->sink && answer->sink->row && row < PQntuples(result); row++)
		give_row(answer, result, row);
}

/* A SELECT has changed nothing, however many rows its tag counts. */
static void take_tag(struct answer *answer, PGresult *result)
{
	const bool reads = PQresultStatus(result) == PGRES_TUPLES_OK &&
			   strncmp(PQcmdStatus(result), "SELECT", strlen("SELECT")) == 0;

	if (!reads)
		answer->outcome.changes = strtoll(PQcmdTuples(result), NULL, 10);
}

static void fail_once(struct answer *answer, const PGresult *result)
{
	if (!answer->failed)
		result_failure(answer->session->conn, result, answer->sql, answer->failure);
	answer->failed = true;
}

static void fail_with(struct answer *answer, const char *what)
{
	if (!answer->failed)
		failure_set(answer->failure, FAILURE_SQL, 0, "%s", what);
	answer->failed = true;
}

/* COPY would wait for a client that sends rows, or reads them. */
static void end_copy(struct answer *answer, ExecStatusType status)
{
	char *line;

	if (status == PGRES_COPY_IN) {
		fail_with(answer, "COPY FROM STDIN has nobody here who sends the rows");
		PQputCopyEnd(answer->session->conn, "no rows");
		return;
	}
	fail_with(answer, "COPY TO STDOUT has nobody here who takes the rows");
	while (PQgetCopyData(answer->session->conn, &line, 0) > 0)
		PQfreemem(line);
}

static void take_result(struct answer *answer, PGresult *result)
{
	const ExecStatusType status = PQresultStatus(result);

	switch (status) {
	case PGRES_SINGLE_TUPLE:
		give_rows(answer, result);
		break;
	case PGRES_TUPLES_OK:
		give_rows(answer, result);
		take_tag(answer, result);
		break;
	case PGRES_COMMAND_OK:
		take_tag(answer, result);
		break;
	case PGRES_COPY_IN:
	case PGRES_COPY_OUT:
		end_copy(answer, status);
		break;
	case PGRES_EMPTY_QUERY:
		fail_with(answer, "the statement is empty");
		break;
	default:
		fail_once(answer, result);
	}
}

/* A transaction that has failed is ended by COMMIT too, without an error. */
static bool was_committed(const struct answer *answer, PGresult *result)
{
	if (strcmp(answer->sql, dialect_postgresql.commit) != 0)
		return true;
	return strcmp(PQcmdStatus(result), "COMMIT") == 0;
}

void answer_take(struct answer *answer)
{
	PGconn *conn = answer->session->conn;
	PGresult *result;

	while ((result = PQgetResult(conn))) {
		take_result(answer, result);
		if (!answer->failed && !was_committed(answer, result))
			fail_with(answer, "COMMIT was answered by ROLLBACK: the transaction had "
					  "failed before");
		PQclear(result);
		if (PQstatus(conn) != CONNECTION_OK && !answer->failed) {
			connection_failure(conn, answer->failure);
			answer->failed = true;
		}
	}
	if (answer->failed && PQstatus(conn) != CONNECTION_OK)
		answer->failure->kind = FAILURE_LOST;
	free(answer->kinds);
	free(answer->values);
	answer->kinds = NULL;
	answer->values = NULL;
}
