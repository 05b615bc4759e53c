#include "session.h"

static const char *text_of(sqlite3_value *value)
{
	return (const char *)sqlite3_value_text(value);
}

static void tell(sqlite3_context *context, int count, sqlite3_value **values)
{
	sqlite3 *db = sqlite3_context_db_handle(context);
	const char *table = text_of(values[0]), *column = count > 1 ? text_of(values[1]) : NULL;
	const char *collation = NULL;

	if (table && column &&
	    sqlite3_table_column_metadata(db, NULL, table, column, NULL, &collation, NULL, NULL,
					  NULL) == SQLITE_OK)
		sqlite3_result_text(context, collation, -1, SQLITE_TRANSIENT);
}

bool collation_tell(struct session *session)
{
	return sqlite3_create_function_v2(session->db, "glim_collation", 2,
					  SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, tell, NULL, NULL,
					  NULL) == SQLITE_OK;
}
