#include "query.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "base/memory.h"
#include "ordered.h"

static bool check_text(const char *sql, size_t length, struct failure *failure)
{
	return !memchr(sql, '\0', length) ||
	       failure_set(failure, FAILURE_SQL, 0, "the statement holds a NUL byte");
}

static bool check_count(size_t count, struct failure *failure)
{
	return count <= UINT16_MAX ||
	       failure_set(failure, FAILURE_SQL, 0,
			   "the statement has %zu values, the server takes at most %d", count,
			   UINT16_MAX);
}

bool query_prepare(struct query *query, const char *sql, size_t length, const glim_value *values,
		   size_t count, struct failure *failure)
{
	*query = (struct query){ 0 };
	if (!check_text(sql, length, failure) || !check_count(count, failure) ||
	    !arguments_fill(&query->arguments, values, count, failure))
		return false;
	query->sql = memory_copy_bytes(sql, length);
	return true;
}

static bool send_named(const struct query *query, PGconn *conn)
{
	const struct arguments *arguments = &query->arguments;

	const char *name = query->prepared->name;

	if (query->names &&
	    !PQsendPrepare(conn, name, query->sql, (int)arguments->count, arguments->types))
		return false;
	return PQsendQueryPrepared(conn, name, (int)arguments->count,
				   (const char *const *)arguments->texts, arguments->lengths,
				   arguments->formats, 0);
}

bool query_send(const struct query *query, PGconn *conn, struct failure *failure)
{
	const struct arguments *arguments = &query->arguments;

	if (query->prepared)
		return send_named(query, conn) || connection_failure(conn, failure);
	return PQsendQueryParams(conn, query->sql, (int)arguments->count, arguments->types,
				 (const char *const *)arguments->texts, arguments->lengths,
				 arguments->formats, 0) ||
	       connection_failure(conn, failure);
}

void query_finish(struct query *query)
{
	arguments_finish(&query->arguments);
	free(query->sql);
	query->sql = NULL;
}

/* $1 is longer than the mark that the migration wrote. */
void query_forget_position(size_t values, struct failure *failure)
{
	if (values)
		failure->position = 0;
}

/* A pooler may know no pipelines. */
static bool is_ordered(const struct answer *answer)
{
	const struct session *session = answer->session;

	return answer->sink && answer->sink->along_index && !session->mark &&
	       PQtransactionStatus(session->conn) == PQTRANS_INTRANS;
}

static bool run(const struct query *query, struct answer *answer)
{
	PGconn *conn = answer->session->conn;

	if (is_ordered(answer)) {
		ordered_run(query, answer);
		return !answer->failed;
	}
	if (!query_send(query, conn, answer->failure))
		return false;
	if (answer->sink && answer->sink->row)
		PQsetSingleRowMode(conn);
	answer->sql = query->sql;
	answer_take(answer);
	return !answer->failed;
}

static bool is_outside(const struct session *session)
{
	return PQtransactionStatus(session->conn) == PQTRANS_IDLE;
}

/* A COMMIT that failed has ended the transaction, and the server would warn of the ROLLBACK. */
static bool has_nothing_to_undo(const struct session *session, const char *sql, size_t length)
{
	const char *rollback = dialect_postgresql.rollback;

	return is_outside(session) && length == strlen(rollback) &&
	       strncmp(sql, rollback, length) == 0;
}

bool query_run(struct session *session, const char *sql, size_t length, const glim_value *values,
	       size_t count, const struct row_sink *sink, struct outcome *out,
	       struct failure *failure)
{
	struct answer answer = {
		.session = session,
		.sink = sink,
		.columns = -1,
		.failure = failure,
	};
	const bool outside = is_outside(session);
	struct query query;
	bool done;

	if (outside && !pooler_check(session, failure))
		return false;
	if (has_nothing_to_undo(session, sql, length))
		return true;
	done = query_prepare(&query, sql, length, values, count, failure) && run(&query, &answer);
	query_finish(&query);
	if (!done)
		query_forget_position(count, failure);
	else if (out)
		*out = answer.outcome;
	return done && (!outside || is_outside(session) || pooler_check(session, failure));
}
