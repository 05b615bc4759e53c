#include <stdlib.h>

#include "array.h"
#include "base/memory.h"
#include "keyed.h"
#include "staged.h"
#include "warnings.h"
#include "zero.h"

/* Of a server without arrays: marks and bytes of a statement. */
enum { PLAIN_ROWS = 500, MARKS_MOST = 65535, PLAIN_BYTES = 1024 * 1024 };

/* ---- Without arrays ---- */

static bool run(struct session *session, const struct text *sql, const glim_value *values,
		size_t count, struct outcome *out, struct failure *failure)
{
	struct outcome one = { 0 };

	if (!prepared_run(session, text_get(sql), sql->length, values, count, NULL, &one, failure))
		return false;
	out->changes += one.changes;
	out->last_id = one.last_id;
	return warnings_check(session, failure);
}

static size_t value_bytes(const glim_value *values, size_t count)
{
	size_t bytes = 0;

	for (size_t i = 0; i < count; i++)
		bytes += 10 + (values[i].type >= GLIM_TYPE_TEXT ? values[i].length : 0);
	return bytes;
}

/* Full statements are all alike, so that each is prepared once; the last rows go one by one. */
static size_t rows_at_once(const struct session *session, const struct bulk *bulk,
			   const glim_value *values, size_t rows)
{
	const uint64_t packet = session->facts.packet_most;
	const uint64_t most = packet && packet < PLAIN_BYTES ? packet / 2 : PLAIN_BYTES;
	size_t at_once = bulk->count ? MARKS_MOST / bulk->count : 1;

	if (bulk->mode == BULK_UPDATE || bulk->mode == BULK_DELETE)
		return 1;
	if (at_once > PLAIN_ROWS)
		at_once = PLAIN_ROWS;
	return rows >= at_once && value_bytes(values, at_once * bulk->count) <= most ? at_once : 1;
}

static void add_sql(struct text *sql, const struct bulk *bulk, const struct keyed *keyed,
		    size_t rows)
{
	text_clear(sql);
	if (keyed)
		dialect_bulk_by_key(&dialect_mysql, sql, bulk, keyed->marks);
	else
		dialect_bulk(&dialect_mysql, sql, bulk, rows);
}

static bool write_plain(struct session *session, const struct bulk *bulk, const struct keyed *keyed,
			const size_t *order, const glim_value *values, size_t rows,
			struct outcome *out, struct failure *failure)
{
	glim_value *own = memory_alloc(PLAIN_ROWS * bulk->count * sizeof *own);
	struct text sql = { 0 };
	size_t written = 0;
	bool done = true;

	for (size_t row = 0; done && row < rows;) {
		const glim_value *from = values + row * bulk->count;
		const size_t at_once = rows_at_once(session, bulk, from, rows - row);

		if (at_once != written)
			add_sql(&sql, bulk, keyed, at_once);
		written = at_once;
		for (size_t i = 0; i < at_once * bulk->count; i++)
			own[i] = from[i / bulk->count * bulk->count + order[i % bulk->count]];
		done = run(session, &sql, own, at_once * bulk->count, out, failure);
		row += at_once;
	}
	text_finish(&sql);
	free(own);
	return done;
}

/* ---- All of it ---- */

/* `keyed`: NULL for rows that are inserted. */
static bool write_directly(struct session *session, const struct bulk *bulk,
			   const struct keyed *keyed, const glim_value *values, size_t rows,
			   struct outcome *out, struct failure *failure)
{
	size_t *order = memory_alloc(bulk->count * sizeof *order);
	struct text sql = { 0 };
	struct batch batch;
	bool done;

	bulk_order(bulk, order);
	add_sql(&sql, bulk, keyed, 1);
	batch = (struct batch){ text_get(&sql), sql.length,  order, bulk->count,
				values,         bulk->count, rows };
	switch (array_write(session, &batch, out, failure)) {
	case ARRAY_WRITTEN:
		done = true;
		break;
	case ARRAY_FAILED:
		done = false;
		break;
	default:
		done = write_plain(session, bulk, keyed, order, values, rows, out, failure);
	}
	text_finish(&sql);
	free(order);
	return done;
}

static bool write_by_key(struct session *session, const struct bulk *bulk, const glim_value *values,
			 size_t rows, struct outcome *out, struct failure *failure)
{
	struct keyed keyed;
	bool failed = false, done;

	keyed_init(&keyed, session, bulk, values, rows);
	done = bulk->mode == BULK_UPDATE && keyed.exact &&
	       staged_update(session, bulk, values, rows, out, failure, &failed);
	if (!done && !failed)
		done = write_directly(session, bulk, &keyed, values, rows, out, failure);
	keyed_finish(&keyed);
	return done;
}

bool session_bulk(struct session *session, const struct bulk *bulk, const glim_value *values,
		  size_t rows, struct outcome *out, struct failure *failure)
{
	const bool by_key = bulk->mode == BULK_UPDATE || bulk->mode == BULK_DELETE;
	bool done;

	session_begin_statement(session, false);
	done = by_key ? write_by_key(session, bulk, values, rows, out, failure)
		      : zero_check(session, bulk, values, rows, failure) &&
				write_directly(session, bulk, NULL, values, rows, out, failure);
	session_end_statement(session);
	return done;
}
