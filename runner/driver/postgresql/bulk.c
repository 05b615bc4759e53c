#include "bulk.h"

#include <string.h>

#include "base/text.h"
#include "dialect/sqlstate.h"

enum { NO_SUCH_CHARACTER = SQLSTATE('2', '2', '0', '2', '1') };

static bool is_readable(const glim_value *value)
{
	return value->type != GLIM_TYPE_TEXT || !value->length ||
	       text_is_utf8(value->as.data, value->length);
}

/*
 * What would be taken for something else as a text, or refused without a word of where. A statement
 * of its own tells the rest.
 */
static bool fits(const struct rows *rows, size_t column, const glim_value *value, bool utf8,
		 struct failure *failure)
{
	if (utf8 && !is_readable(value))
		return failure_set(failure, FAILURE_SQL, NO_SUCH_CHARACTER,
				   "the text for column \"%s\" is no UTF-8",
				   rows->bulk->columns[column]);
	if (value->type == GLIM_TYPE_BLOB && !rows->shape->columns[column].holds_bytes)
		return failure_set(failure, FAILURE_SQL, 0, "the column \"%s\" takes no bytes",
				   rows->bulk->columns[column]);
	return text_can_be_held(value) ||
	       failure_set(failure, FAILURE_SQL, 0, "a text with a NUL byte in column \"%s\"",
			   rows->bulk->columns[column]);
}

static bool all_fit(const struct rows *rows, bool utf8, struct failure *failure)
{
	const size_t columns = rows->bulk->count;

	for (size_t i = 0; i < rows->count * columns; i++)
		if (!fits(rows, i % columns, &rows->values[i], utf8, failure))
			return false;
	return true;
}

static bool takes_utf8(PGconn *conn)
{
	return strcmp(pg_encoding_to_char(PQclientEncoding(conn)), "UTF8") == 0;
}

static bool write(struct session *session, const struct rows *rows, struct outcome *out,
		  struct failure *failure)
{
	const bool copies = rows->bulk->mode == BULK_INSERT && rows->shape->copies &&
			    !session->settings.plain_bulk;

	return copies ? copy_rows(session, rows, rows->bulk->table, out, failure)
		      : columns_write(session, rows, out, failure);
}

bool session_bulk(struct session *session, const struct bulk *bulk, const glim_value *values,
		  size_t rows, struct outcome *out, struct failure *failure)
{
	struct rows all = { .bulk = bulk, .values = values, .count = rows };
	bool done;

	session_begin_statement(session, false);
	all.shape = pooler_check(session, failure) ? shape_find(session, bulk, failure) : NULL;
	done = all.shape && all_fit(&all, takes_utf8(session->conn), failure) &&
	       write(session, &all, out, failure);
	session_end_statement(session);
	return done;
}
