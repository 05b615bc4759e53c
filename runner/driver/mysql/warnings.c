#include "warnings.h"

#include <stdlib.h>
#include <string.h>

enum {
	WORD_IS_OLD = 1287,   /* VALUES() in an upsert, says MySQL 8 */
	COUNTED_MOST = 65535, /* as many as an answer can tell of */
};

static bool is_harmless(MYSQL_ROW row)
{
	return !row[0] || strcmp(row[0], "Warning") != 0 || (row[1] && atoi(row[1]) == WORD_IS_OLD);
}

static bool refuse(MYSQL_ROW row, struct failure *failure)
{
	return failure_set(failure, FAILURE_SQL, row[1] ? atoi(row[1]) : 0, "%s",
			   row[2] ? row[2] : "a warning");
}

/* The server keeps no more of them than it is told to: what it has put up with may be among the
 * others. Rows that are written alone have fewer. */
static bool check_number(unsigned int count, unsigned int seen, struct failure *failure)
{
	return (seen >= count && count < COUNTED_MOST) ||
	       failure_set(failure, FAILURE_SQL, 0,
			   "the server has %u warnings and tells of %u: whether a value was cut "
			   "is not known (max_error_count)",
			   count, seen);
}

/* A migration may have made the session less strict; a bulk is strict all the same. */
bool warnings_check(struct session *session, struct failure *failure)
{
	const unsigned int count = mysql_warning_count(session->mysql);
	unsigned int seen = 0;
	MYSQL_RES *result;
	MYSQL_ROW row;
	bool sound = true;

	if (!count)
		return true;
	if (mysql_query(session->mysql, "SHOW WARNINGS") != 0)
		return mysql_failure(session->mysql, failure);
	result = mysql_store_result(session->mysql);
	while (sound && result && (row = mysql_fetch_row(result))) {
		sound = is_harmless(row) || refuse(row, failure);
		seen++;
	}
	mysql_free_result(result);
	return sound && check_number(count, seen, failure);
}
