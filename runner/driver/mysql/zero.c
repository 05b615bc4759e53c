#include "zero.h"

#include <stdlib.h>
#include <string.h>

#include "keyed.h"

/* "0", "00" or "-0.0"; what is no number is refused by itself. */
static bool is_text_of_zero(const glim_value *value)
{
	const char *text = value->as.data;

	for (uint32_t i = 0; i < value->length; i++)
		if (!memchr("-+0. ", text[i], 5))
			return false;
	return value->length > 0;
}

static bool is_zero(const glim_value *value)
{
	switch (value->type) {
	case GLIM_TYPE_INT:
		return value->as.integer == 0;
	case GLIM_TYPE_REAL:
		return value->as.real > -0.5 && value->as.real < 0.5;
	case GLIM_TYPE_TEXT:
		return is_text_of_zero(value);
	default:
		return false;
	}
}

static bool column_has_zero(const struct bulk *bulk, size_t column, const glim_value *values,
			    size_t rows)
{
	for (size_t row = 0; row < rows; row++)
		if (is_zero(&values[row * bulk->count + column]))
			return true;
	return false;
}

/* The only column of a table that counts; `count` if it has no 0. */
static size_t counting_zero(const struct bulk *bulk, MYSQL_RES *columns, const glim_value *values,
			    size_t rows)
{
	const MYSQL_FIELD *fields = mysql_fetch_fields(columns);

	for (size_t i = 0; i < bulk->count; i++)
		if (fields[i].flags & AUTO_INCREMENT_FLAG)
			return column_has_zero(bulk, i, values, rows) ? i : bulk->count;
	return bulk->count;
}

static bool mode_keeps_zero(MYSQL *mysql)
{
	struct failure ignored = { 0 };
	struct cells cells = { 0 };
	bool keeps = false;

	if (cells_read(mysql, "SELECT @@sql_mode LIKE '%NO_AUTO_VALUE_ON_ZERO%'", &cells, &ignored))
		keeps = cells.texts[0] && *cells.texts[0] == '1';
	cells_finish(&cells);
	failure_finish(&ignored);
	return keeps;
}

static bool has_zero(const struct bulk *bulk, const glim_value *values, size_t rows)
{
	for (size_t i = 0; i < bulk->count; i++)
		if (column_has_zero(bulk, i, values, rows))
			return true;
	return false;
}

bool zero_check(struct session *session, const struct bulk *bulk, const glim_value *values,
		size_t rows, struct failure *failure)
{
	MYSQL_RES *columns;
	size_t at = bulk->count;

	if (!has_zero(bulk, values, rows))
		return true;
	columns = keyed_columns(session, bulk);
	if (columns)
		at = counting_zero(bulk, columns, values, rows);
	mysql_free_result(columns);
	return at == bulk->count || mode_keeps_zero(session->mysql) ||
	       failure_set(failure, FAILURE_SQL, 0,
			   "the column %s is AUTO_INCREMENT, and a 0 in it would become another "
			   "number: SET sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO') "
			   "keeps it",
			   bulk->columns[at]);
}
