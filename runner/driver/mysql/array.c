#include "array.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "warnings.h"

/* More rows than this in a packet bring nothing; the bytes are bounded by the server too. */
enum { ROWS_MOST = 10000, BYTES_MOST = 4 * 1024 * 1024, OVERHEAD = 1024 };

/* The values of one mark, one behind the other. */
struct array {
	int32_t type; /* of all that are not NULL */
	union {
		int64_t *integers;
		double *reals;
		const char **texts;
		void *any;
	} data;
	unsigned long *lengths;
	char *indicators;
};

static const glim_value *value_at(const struct batch *batch, size_t row, size_t mark)
{
	return &batch->values[row * batch->columns + batch->order[mark]];
}

/* All values of an array are of one type. */
static bool find_type(const struct batch *batch, size_t mark, int32_t *type)
{
	*type = GLIM_TYPE_NULL;
	for (size_t row = 0; row < batch->rows; row++) {
		const int32_t own = value_at(batch, row, mark)->type;

		if (own == GLIM_TYPE_NULL || own == *type)
			continue;
		if (*type != GLIM_TYPE_NULL)
			return false;
		*type = own;
	}
	return true;
}

static void fill(const struct batch *batch, size_t first, size_t rows, size_t mark,
		 struct array *array)
{
	for (size_t row = 0; row < rows; row++) {
		const glim_value *value = value_at(batch, first + row, mark);

		array->indicators[row] =
			value->type == GLIM_TYPE_NULL ? STMT_INDICATOR_NULL : STMT_INDICATOR_NONE;
		array->lengths[row] = 0;
		if (array->type == GLIM_TYPE_INT) {
			array->data.integers[row] = value->as.integer;
		} else if (array->type == GLIM_TYPE_REAL) {
			array->data.reals[row] = value->as.real;
		} else {
			array->data.texts[row] = "";
			if (value->type != GLIM_TYPE_NULL && value->length) {
				array->data.texts[row] = value->as.data;
				array->lengths[row] = value->length;
			}
		}
	}
}

static void bind(struct array *array, MYSQL_BIND *bind)
{
	static const enum enum_field_types types[] = {
		[GLIM_TYPE_NULL] = MYSQL_TYPE_STRING,    [GLIM_TYPE_INT] = MYSQL_TYPE_LONGLONG,
		[GLIM_TYPE_REAL] = MYSQL_TYPE_DOUBLE,    [GLIM_TYPE_TEXT] = MYSQL_TYPE_STRING,
		[GLIM_TYPE_BLOB] = MYSQL_TYPE_LONG_BLOB,
	};

	bind->buffer_type = types[array->type];
	bind->buffer = array->data.any;
	bind->length = array->lengths;
	bind->u.indicator = array->indicators;
}

struct arrays {
	struct array *list;
	MYSQL_BIND *binds;
	size_t count;
};

static bool arrays_init(struct arrays *arrays, const struct batch *batch)
{
	const size_t rows = batch->rows < ROWS_MOST ? batch->rows : ROWS_MOST;
	bool sound = true;

	arrays->count = batch->marks;
	arrays->list = memory_alloc(arrays->count * sizeof *arrays->list);
	arrays->binds = memory_alloc(arrays->count * sizeof *arrays->binds);
	for (size_t i = 0; i < arrays->count; i++) {
		struct array *array = &arrays->list[i];

		sound = sound && find_type(batch, i, &array->type);
		array->data.any = memory_alloc(rows * sizeof(int64_t));
		array->lengths = memory_alloc(rows * sizeof *array->lengths);
		array->indicators = memory_alloc(rows);
		bind(array, &arrays->binds[i]);
	}
	return sound;
}

static void arrays_finish(struct arrays *arrays)
{
	for (size_t i = 0; i < arrays->count; i++) {
		free(arrays->list[i].data.any);
		free(arrays->list[i].lengths);
		free(arrays->list[i].indicators);
	}
	free(arrays->list);
	free(arrays->binds);
}

static uint64_t row_bytes(const struct batch *batch, size_t row)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < batch->columns; i++) {
		const glim_value *value = &batch->values[row * batch->columns + i];

		bytes += 10 + (value->type >= GLIM_TYPE_TEXT ? value->length : 0);
	}
	return bytes;
}

/* How many rows from `first` on fit into a packet; at least one, which the server may refuse. */
static size_t rows_that_fit(const struct session *session, const struct batch *batch, size_t first)
{
	const uint64_t packet = session->facts.packet_most;
	uint64_t most = packet && packet < BYTES_MOST ? packet : BYTES_MOST;
	uint64_t bytes = OVERHEAD;
	size_t rows = 0;

	while (first + rows < batch->rows && rows < ROWS_MOST) {
		bytes += row_bytes(batch, first + rows);
		if (rows && bytes > most)
			break;
		rows++;
	}
	return rows;
}

static bool packet_takes(const struct session *session, const struct batch *batch, size_t first,
			 struct failure *failure)
{
	const uint64_t bytes = OVERHEAD + row_bytes(batch, first);

	if (!session->facts.packet_most || bytes <= session->facts.packet_most)
		return true;
	failure_set(failure, FAILURE_SQL, 1153,
		    "a row has %llu bytes, the server takes at most %llu",
		    (unsigned long long)bytes, (unsigned long long)session->facts.packet_most);
	failure->hint = memory_copy("the server's max_allowed_packet");
	return false;
}

static bool send_packet(struct session *session, MYSQL_STMT *statement, struct arrays *arrays,
			unsigned int rows, struct outcome *out, struct failure *failure)
{
	if (mysql_stmt_attr_set(statement, STMT_ATTR_ARRAY_SIZE, &rows) != 0 ||
	    mysql_stmt_bind_param(statement, arrays->binds) != 0 ||
	    mysql_stmt_execute(statement) != 0)
		return statement_failure(statement, failure);
	out->changes += (int64_t)mysql_stmt_affected_rows(statement);
	out->last_id = (int64_t)mysql_stmt_insert_id(statement);
	return warnings_check(session, failure);
}

static bool send_all(struct session *session, const struct batch *batch, MYSQL_STMT *statement,
		     struct arrays *arrays, struct outcome *out, struct failure *failure)
{
	const unsigned int none = 0;
	bool done = true;

	for (size_t first = 0; done && first < batch->rows;) {
		size_t rows = rows_that_fit(session, batch, first);

		for (size_t i = 0; i < arrays->count; i++)
			fill(batch, first, rows, i, &arrays->list[i]);
		done = packet_takes(session, batch, first, failure) &&
		       send_packet(session, statement, arrays, (unsigned int)rows, out, failure);
		first += rows;
	}
	if (!done)
		mysql_stmt_reset(statement);
	mysql_stmt_attr_set(statement, STMT_ATTR_ARRAY_SIZE, &none);
	return done;
}

static bool server_takes_arrays(const struct session *session)
{
	unsigned long capabilities = 0;

	if (session->settings.plain_bulk)
		return false;
	mariadb_get_infov(session->mysql, MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES,
			  &capabilities);
	return (capabilities & (MARIADB_CLIENT_STMT_BULK_OPERATIONS >> 32)) != 0;
}

enum array_answer array_write(struct session *session, const struct batch *batch,
			      struct outcome *out, struct failure *failure)
{
	enum array_answer answer = ARRAY_IMPOSSIBLE;
	struct arrays arrays;
	MYSQL_STMT *statement;

	if (!server_takes_arrays(session))
		return ARRAY_IMPOSSIBLE;
	if (arrays_init(&arrays, batch)) {
		statement = prepared_statement(session, batch->sql, batch->length, failure);
		answer = statement && send_all(session, batch, statement, &arrays, out, failure)
				 ? ARRAY_WRITTEN
				 : ARRAY_FAILED;
	}
	arrays_finish(&arrays);
	return answer;
}
