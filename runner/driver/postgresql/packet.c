/*
 * Statements that travel together, as a pipeline: each is a message of its own, so that the server
 * finds out by itself where one ends. Behind a failure it reads on to the end without doing
 * anything.
 */
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "base/memory.h"
#include "pipeline.h"
#include "query.h"
#include "statement/statement.h"

struct packet {
	struct session *session;
	struct parcel *list;
	struct query *queries;
	size_t count;
	const struct parcel_news *news;
};

static bool is_text(const struct parcel *parcel, const char *sql)
{
	return parcel->length == strlen(sql) && strncmp(parcel->sql, sql, parcel->length) == 0;
}

/*
 * Outside of a transaction the server would undo what went before a failure, too. So all of it is
 * in one: open already, or begun by the first statement; and what follows its end begins another.
 */
static bool is_in_transactions(const struct packet *packet)
{
	bool open = PQtransactionStatus(packet->session->conn) != PQTRANS_IDLE;

	for (size_t i = 0; i < packet->count; i++) {
		if (!open && !is_text(&packet->list[i], dialect_postgresql.begin))
			return false;
		open = !is_text(&packet->list[i], dialect_postgresql.commit) &&
		       !is_text(&packet->list[i], dialect_postgresql.rollback);
	}
	return true;
}

/* COPY would take what follows for its rows. */
static bool travels(const struct parcel *parcel)
{
	return !statement_has_word(&dialect_postgresql.lexis, parcel->sql, "COPY");
}

/* The marks of a packet are the runner's. */
static bool prepare(struct query *query, const struct parcel *parcel, struct failure *failure)
{
	struct text marked = { 0 };
	bool good;

	if (!parcel->count)
		return query_prepare(query, parcel->sql, parcel->length, NULL, 0, failure);
	statement_marks(&dialect_postgresql.lexis, parcel->sql, '$', &marked);
	good = query_prepare(query, text_get(&marked), marked.length, parcel->values, parcel->count,
			     failure);
	text_finish(&marked);
	return good;
}

static void name(struct packet *packet, size_t at)
{
	struct query *query = &packet->queries[at];

	query->prepared = prepared_of(&packet->session->prepared, query->sql);
	query->names = query->prepared && !query->prepared->known;
	for (size_t i = 0; query->names && i < at; i++)
		query->names = packet->queries[i].prepared != query->prepared;
}

static bool prepare_all(struct packet *packet)
{
	struct failure ignored = { 0 };
	bool good = is_in_transactions(packet);

	for (size_t i = 0; good && i < packet->count; i++)
		good = travels(&packet->list[i]) &&
		       prepare(&packet->queries[i], &packet->list[i], &ignored);
	for (size_t i = 0; good && i < packet->count; i++)
		if (packet->list[i].again)
			name(packet, i);
	failure_finish(&ignored);
	return good;
}

static void finish_all(struct packet *packet)
{
	for (size_t i = 0; i < packet->count; i++)
		query_finish(&packet->queries[i]);
	free(packet->queries);
}

static bool take_one(const struct packet *packet, size_t at, struct failure *failure)
{
	struct answer answer = {
		.session = packet->session,
		.sql = packet->queries[at].sql,
		.columns = -1,
		.failure = failure,
	};

	answer_take(&answer);
	packet->list[at].outcome = answer.outcome;
	if (answer.failed)
		query_forget_position(packet->list[at].count, failure);
	return !answer.failed;
}

static bool take_name(const struct packet *packet, size_t at, struct failure *failure)
{
	const struct query *query = &packet->queries[at];

	if (query->names)
		query->prepared->known = take_one(packet, at, failure);
	return !query->prepared || query->prepared->known;
}

static bool take_answer(const struct packet *packet, size_t at, struct failure *failure)
{
	if (!take_name(packet, at, failure))
		return false;
	if (take_one(packet, at, failure))
		return true;
	if (packet->queries[at].prepared &&
	    prepared_lost(&packet->session->prepared, failure->sqlstate))
		failure->kind = FAILURE_FORGOTTEN;
	return false;
}

/* ---- Together ---- */

/* Answers that are not asked for come at the end only. */
static bool send_all(const struct packet *packet, struct failure *failure)
{
	PGconn *conn = packet->session->conn;

	for (size_t i = 0; i < packet->count; i++)
		if (!query_send(&packet->queries[i], conn, failure) ||
		    (i + 1 < packet->count && !packet->list[i].quick && !PQsendFlushRequest(conn)))
			return false;
	if (!PQpipelineSync(conn))
		return connection_failure(conn, failure);
	if (packet->news->sent)
		packet->news->sent(packet->news->data);
	return true;
}

static bool take_all(const struct packet *packet, size_t *done, struct failure *failure)
{
	while (*done < packet->count) {
		if (!take_answer(packet, *done, failure))
			return false;
		++*done;
		if (packet->news->passed)
			packet->news->passed(packet->news->data);
	}
	return true;
}

static bool together(const struct packet *packet, size_t *done, struct failure *failure)
{
	PGconn *conn = packet->session->conn;
	bool good;

	if (!PQenterPipelineMode(conn))
		return connection_failure(conn, failure);
	if (!send_all(packet, failure))
		return failure->kind == FAILURE_LOST || pipeline_break(conn, failure);
	good = take_all(packet, done, failure);
	if (pipeline_end(conn, packet->count) || failure->kind == FAILURE_LOST)
		return good;
	return pipeline_break(conn, failure);
}

/* ---- One by one ---- */

static bool alone(struct session *session, struct parcel *parcel, struct failure *failure)
{
	struct text marked = { 0 };
	bool good;

	if (!parcel->count)
		return query_run(session, parcel->sql, parcel->length, NULL, 0, NULL,
				 &parcel->outcome, failure);
	statement_marks(&dialect_postgresql.lexis, parcel->sql, '$', &marked);
	good = query_run(session, text_get(&marked), marked.length, parcel->values, parcel->count,
			 NULL, &parcel->outcome, failure);
	text_finish(&marked);
	return good;
}

static bool one_by_one(const struct packet *packet, size_t *done, struct failure *failure)
{
	while (*done < packet->count) {
		if (!alone(packet->session, &packet->list[*done], failure))
			return false;
		++*done;
		if (packet->news->passed)
			packet->news->passed(packet->news->data);
	}
	return true;
}

bool packet_run(struct session *session, struct parcel *list, size_t count, size_t *done,
		const struct parcel_news *news, struct failure *failure)
{
	struct packet packet = {
		.session = session,
		.list = list,
		.queries = memory_alloc(count * sizeof *packet.queries),
		.count = count,
		.news = news,
	};
	bool good;

	*done = 0;
	good = count > 1 && !session->mark && prepare_all(&packet)
		       ? together(&packet, done, failure)
		       : one_by_one(&packet, done, failure);
	finish_all(&packet);
	return good;
}
