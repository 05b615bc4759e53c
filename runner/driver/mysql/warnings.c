#include "warnings.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_IS_OLD = 1287 }; /* VALUES() in an upsert, says MySQL 8 */

/* A migration may have made the session less strict; a bulk is strict all the same. */
bool warnings_check(struct session *session, struct failure *failure)
{
	MYSQL_RES *result;
	MYSQL_ROW row;
	bool sound = true;

	if (!mysql_warning_count(session->mysql))
		return true;
	if (mysql_query(session->mysql, "SHOW WARNINGS") != 0)
		return mysql_failure(session->mysql, failure);
	result = mysql_store_result(session->mysql);
	while (sound && result && (row = mysql_fetch_row(result))) {
		const int native = row[1] ? atoi(row[1]) : 0;

		if (row[0] && strcmp(row[0], "Warning") == 0 && native != WORD_IS_OLD)
			sound = failure_set(failure, FAILURE_SQL, native, "%s",
					    row[2] ? row[2] : "a warning");
	}
	mysql_free_result(result);
	return sound;
}
