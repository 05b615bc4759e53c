#include "session.h"

#include <stdlib.h>
#include <strings.h>

#include "base/memory.h"

enum { NOT_COMPLETE = 1196 }; /* ER_WARNING_NOT_COMPLETE_ROLLBACK */

static bool give_rows(MYSQL *mysql, MYSQL_RES *result, const struct row_sink *sink)
{
	unsigned int count = mysql_num_fields(result);
	const MYSQL_FIELD *fields = mysql_fetch_fields(result);
	glim_value *values = memory_alloc(count * sizeof *values);
	bool go_on = give_columns(fields, count, sink);
	MYSQL_ROW row;

	while ((row = mysql_fetch_row(result))) {
		const unsigned long *lengths = mysql_fetch_lengths(result);

		if (!go_on || !sink || !sink->row)
			continue;
		for (unsigned int i = 0; i < count; i++)
			values[i] = value_of_text(&fields[i], row[i], lengths[i]);
		go_on = sink->row(sink->data, count, values);
	}
	free(values);
	return mysql_errno(mysql) == 0;
}

/* One result of possibly many (CALL); only the first that has rows is anybody's. */
static bool take_result(MYSQL *mysql, const struct row_sink **sink, struct outcome *out)
{
	MYSQL_RES *result = mysql_use_result(mysql);
	bool good;

	if (!result) {
		out->changes = (int64_t)mysql_affected_rows(mysql);
		out->last_id = (int64_t)mysql_insert_id(mysql);
		return mysql_field_count(mysql) == 0;
	}
	good = give_rows(mysql, result, *sink);
	*sink = NULL;
	mysql_free_result(result);
	return good;
}

static bool take_results(MYSQL *mysql, const struct row_sink *sink, struct outcome *out,
			 struct failure *failure)
{
	int next;

	do {
		if (!take_result(mysql, &sink, out))
			return mysql_failure(mysql, failure);
		next = mysql_next_result(mysql);
	} while (next == 0);
	return next < 0 || mysql_failure(mysql, failure);
}

static bool ends_transaction(const char *sql)
{
	static const char word[] = "ROLLBACK";

	return strncasecmp(sql, word, sizeof word - 1) == 0;
}

/* Of a ROLLBACK: whatever wrote to a table without transactions, nothing else tells it. */
static bool something_stays(MYSQL *mysql)
{
	MYSQL_RES *result;
	MYSQL_ROW row;
	bool stays = false;

	if (!mysql_warning_count(mysql) || mysql_query(mysql, "SHOW WARNINGS") != 0)
		return false;
	result = mysql_store_result(mysql);
	while (result && (row = mysql_fetch_row(result)))
		stays |= row[1] && atoi(row[1]) == NOT_COMPLETE;
	mysql_free_result(result);
	return stays;
}

bool query_run(struct session *session, const char *sql, size_t length, const struct row_sink *sink,
	       struct outcome *out, struct failure *failure)
{
	struct outcome outcome = { 0 };

	if (mysql_real_query(session->mysql, sql, length) != 0)
		return mysql_failure(session->mysql, failure);
	if (!take_results(session->mysql, sink, &outcome, failure))
		return false;
	if (out && ends_transaction(sql))
		outcome.stays = something_stays(session->mysql);
	if (out)
		*out = outcome;
	return true;
}
