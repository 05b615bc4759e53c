#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>

#include "base/memory.h"
#include "schema/facts.h"

enum { COLUMNS_MOST = 64 };

struct naming {
	struct fact_row row;
	char *names[COLUMNS_MOST];
	size_t count;
};

static bool take_columns(void *data, size_t count, const char *const *names)
{
	struct naming *naming = data;

	for (size_t i = 0; i < count && i < COLUMNS_MOST; i++)
		naming->names[naming->count++] = memory_copy(names[i]);
	return true;
}

static bool take_row(void *data, size_t count, const glim_value *values)
{
	struct naming *naming = data;

	naming->row.count = count < naming->count ? count : naming->count;
	naming->row.values = values;
	naming->row.names = (const char *const *)naming->names;
	return naming->row.take(&naming->row);
}

bool fact_query(struct database *db, const char *sql, bool (*take)(struct fact_row *), void *data,
		struct failure *failure)
{
	struct naming naming = { .row = { .data = data, .take = take } };
	const struct row_sink sink = { .columns = take_columns, .row = take_row, .data = &naming };
	const bool done = database_execute(db, sql, NULL, 0, &sink, NULL, failure);

	for (size_t i = 0; i < naming.count; i++)
		free(naming.names[i]);
	return done;
}

static const glim_value *cell(const struct fact_row *row, const char *column)
{
	for (size_t i = 0; i < row->count; i++)
		if (strcasecmp(row->names[i], column) == 0)
			return &row->values[i];
	return NULL;
}

char *fact_text(const struct fact_row *row, const char *column)
{
	const glim_value *value = cell(row, column);

	if (!value || value->type == GLIM_TYPE_NULL)
		return NULL;
	if (value->type == GLIM_TYPE_INT)
		return memory_format("%" PRId64, value->as.integer);
	if (value->type == GLIM_TYPE_REAL)
		return memory_format("%.17g", value->as.real);
	return memory_copy_bytes(value->as.data, value->length);
}
