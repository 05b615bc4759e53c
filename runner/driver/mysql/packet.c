#include "session.h"

#include <sys/socket.h>

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "dialect/mysql_locate.h"
#include "statement/scanner.h"

/* On a line of its own, so that a comment behind the first one cannot swallow the second. */
static const char joint[] = MYSQL_JOINT;

enum { PACKET_OVERHEAD = 1024 };

bool packet_fits(const struct session *session, size_t length, const glim_value *values,
		 size_t count, struct failure *failure)
{
	uint64_t total = length + PACKET_OVERHEAD;

	for (size_t i = 0; i < count; i++)
		total += 16 + values[i].length;
	if (!session->facts.packet_most || total <= session->facts.packet_most)
		return true;
	failure_set(failure, FAILURE_SQL, 1153,
		    "the statement has %llu bytes with its values, the server takes at most %llu",
		    (unsigned long long)total, (unsigned long long)session->facts.packet_most);
	failure->hint = memory_copy("the server's max_allowed_packet");
	return false;
}

/* The statement with its values in the place of their marks; false: they do not fit. */
static bool add_statement(struct text *out, const struct parcel *parcel)
{
	struct scanner scanner = { .lexis = &dialect_mysql.lexis, .at = parcel->sql };
	struct token token;
	size_t used = 0;

	if (!parcel->count)
		return text_add_bytes(out, parcel->sql, parcel->length), true;
	while ((token = scanner_read(&scanner)).kind != TOKEN_END) {
		if (token.kind != TOKEN_MARK) {
			text_add_bytes(out, token.at, token.length);
			continue;
		}
		if (token.length == 2)
			text_add_char(out, '?');
		else if (used == parcel->count || !literal_add(out, &parcel->values[used++]))
			return false;
	}
	return used == parcel->count;
}

static bool add_all(struct text *out, const struct parcel *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			text_add(out, joint);
		if (!add_statement(out, &list[i]))
			return false;
	}
	return true;
}

static bool take_result(MYSQL *mysql, struct outcome *out)
{
	MYSQL_RES *result = mysql_use_result(mysql);

	if (!result) {
		out->changes = (int64_t)mysql_affected_rows(mysql);
		out->last_id = (int64_t)mysql_insert_id(mysql);
		return mysql_field_count(mysql) == 0;
	}
	while (mysql_fetch_row(result))
		;
	mysql_free_result(result);
	return mysql_errno(mysql) == 0;
}

/* The server has read other statements than those that were sent. Nothing it says is believed. */
static bool misread(struct session *session, struct failure *failure)
{
	shutdown(mysql_get_socket(session->mysql), SHUT_RDWR);
	return failure_set(failure, FAILURE_LOST, 0,
			   "the server gave another number of answers than it was asked for");
}

static bool take_results(struct session *session, struct parcel *list, size_t count, size_t *done,
			 const struct parcel_news *news, struct failure *failure)
{
	MYSQL *mysql = session->mysql;
	int next;

	do {
		if (*done == count)
			return misread(session, failure);
		if (!take_result(mysql, &list[*done].outcome))
			return mysql_failure(mysql, failure);
		++*done;
		if (news->passed)
			news->passed(news->data);
		next = mysql_next_result(mysql);
	} while (next == 0);
	if (next > 0)
		return mysql_failure(mysql, failure);
	return *done == count || misread(session, failure);
}

static bool send_one(struct session *session, struct parcel *parcel, struct failure *failure)
{
	if (!packet_fits(session, parcel->length, parcel->values, parcel->count, failure))
		return false;
	return parcel->count ? prepared_run(session, parcel->sql, parcel->length, parcel->values,
					    parcel->count, NULL, &parcel->outcome, failure)
			     : query_run(session, parcel->sql, parcel->length, NULL,
					 &parcel->outcome, failure);
}

/* What cannot be joined is sent as it always was. */
static bool one_by_one(struct session *session, struct parcel *list, size_t count, size_t *done,
		       const struct parcel_news *news, struct failure *failure)
{
	for (; *done < count; ++*done) {
		if (!send_one(session, &list[*done], failure))
			return false;
		if (news->passed)
			news->passed(news->data);
	}
	return true;
}

/* Nobody who reads the error has written what comes behind the statement. */
static void quote_alone(const struct parcel *failed, struct failure *failure)
{
	struct text sql = { 0 };
	char *message;

	if (!failure->message || !add_statement(&sql, failed)) {
		text_finish(&sql);
		return;
	}
	message = mysql_trim_quote(failure->message, text_get(&sql), sql.length);
	free(failure->message);
	failure->message = message;
	text_finish(&sql);
}

static bool send_text(MYSQL *mysql, const struct text *sql, const struct parcel_news *news)
{
	if (mysql_send_query(mysql, sql->data, sql->length) != 0)
		return false;
	if (news->sent)
		news->sent(news->data);
	return !mysql_read_query_result(mysql);
}

bool packet_run(struct session *session, struct parcel *list, size_t count, size_t *done,
		const struct parcel_news *news, struct failure *failure)
{
	const uint64_t most = session->facts.packet_most;
	struct text sql = { 0 };
	bool joined, good;

	*done = 0;
	joined = add_all(&sql, list, count) && (!most || sql.length + PACKET_OVERHEAD <= most);
	if (!joined)
		good = one_by_one(session, list, count, done, news, failure);
	else if (!send_text(session->mysql, &sql, news))
		good = mysql_failure(session->mysql, failure);
	else
		good = take_results(session, list, count, done, news, failure);
	if (joined && !good && *done < count)
		quote_alone(&list[*done], failure);
	text_finish(&sql);
	return good;
}
