#include "keyed.h"

#include <stdlib.h>

#include "base/memory.h"

enum { CHARSET_BINARY = 63, DIGITS_MOST = 65, DECIMALS_MOST = 30 };

/* ---- What the columns are ---- */

static bool is_decimal(const MYSQL_FIELD *field)
{
	return field->type == MYSQL_TYPE_NEWDECIMAL || field->type == MYSQL_TYPE_DECIMAL;
}

static bool is_integer(const MYSQL_FIELD *field)
{
	return field_is_integer(field) && field->type != MYSQL_TYPE_YEAR;
}

static bool is_text(const MYSQL_FIELD *field)
{
	switch (field->type) {
	case MYSQL_TYPE_STRING:
	case MYSQL_TYPE_VAR_STRING:
	case MYSQL_TYPE_VARCHAR:
	case MYSQL_TYPE_TINY_BLOB:
	case MYSQL_TYPE_MEDIUM_BLOB:
	case MYSQL_TYPE_LONG_BLOB:
	case MYSQL_TYPE_BLOB:
		return !(field->flags & (ENUM_FLAG | SET_FLAG));
	default:
		return false;
	}
}

/* BINARY(4) makes "a\0\0\0" of "a". */
static bool is_filled(const MYSQL_FIELD *field)
{
	return field->type == MYSQL_TYPE_STRING && field->charsetnr == CHARSET_BINARY;
}

/* ---- What the values are ---- */

struct key_values {
	const glim_value *first;
	size_t apart, count;
};

static bool are_all(const struct key_values *cells, int32_t type, int32_t other)
{
	for (size_t i = 0; i < cells->count; i++) {
		const int32_t own = cells->first[i * cells->apart].type;

		if (own != type && own != other && own != GLIM_TYPE_NULL)
			return false;
	}
	return true;
}

static bool are_integers(const struct key_values *cells)
{
	return are_all(cells, GLIM_TYPE_INT, GLIM_TYPE_INT);
}

static bool are_texts(const struct key_values *cells)
{
	return are_all(cells, GLIM_TYPE_TEXT, GLIM_TYPE_BLOB);
}

static bool is_exact(const MYSQL_FIELD *field, const struct key_values *cells)
{
	return is_integer(field) ? are_integers(cells)
				 : is_text(field) && !is_filled(field) && are_texts(cells);
}

/* ---- How they are compared ---- */

/* As many decimals as the digits before the point leave: a value with more is not rounded. */
static unsigned int decimals_for(const MYSQL_FIELD *field)
{
	const unsigned long before = field->length - field->decimals;
	const unsigned long left = before < DIGITS_MOST ? DIGITS_MOST - before : 0;
	const unsigned long most = left < DECIMALS_MOST ? left : DECIMALS_MOST;

	return (unsigned int)(most > field->decimals ? most : field->decimals);
}

/*
 * A text of digits is compared with a number as a double, which has 53 bits; a number with a text
 * likewise, so that 5 meets "05" and "5.0".
 */
static char *mark_for(const MYSQL_FIELD *field, const struct key_values *cells)
{
	if ((is_integer(field) || is_decimal(field)) && !are_integers(cells))
		return memory_format("CAST(? AS DECIMAL(%d, %u))", DIGITS_MOST,
				     decimals_for(field));
	return memory_copy(is_text(field) && !are_texts(cells) ? "CONCAT(?)" : "?");
}

static void look_at(struct keyed *keyed, const struct bulk *bulk, const MYSQL_FIELD *fields,
		    const glim_value *values, size_t rows)
{
	keyed->exact = true;
	for (size_t i = 0; i < bulk->count; i++) {
		const struct key_values cells = { &values[i], bulk->count, rows };

		if (!bulk->is_key[i])
			continue;
		keyed->exact = keyed->exact && is_exact(&fields[i], &cells);
		keyed->marks[i] = mark_for(&fields[i], &cells);
	}
}

static char *columns_sql(const struct bulk *bulk)
{
	struct text sql = { 0 };

	for (size_t i = 0; i < bulk->count; i++) {
		text_add(&sql, i ? ", " : "SELECT ");
		dialect_add_name(&dialect_mysql, &sql, bulk->columns[i]);
	}
	text_add(&sql, " FROM ");
	dialect_add_name(&dialect_mysql, &sql, bulk->table);
	text_add(&sql, " LIMIT 0");
	return text_take(&sql);
}

/* What is wrong with the table or its columns is told when they are written. */
MYSQL_RES *keyed_columns(struct session *session, const struct bulk *bulk)
{
	char *sql = columns_sql(bulk);
	MYSQL_RES *columns = NULL;

	if (mysql_query(session->mysql, sql) == 0)
		columns = mysql_store_result(session->mysql);
	free(sql);
	if (!columns || mysql_num_fields(columns) == bulk->count)
		return columns;
	mysql_free_result(columns);
	return NULL;
}

void keyed_init(struct keyed *keyed, struct session *session, const struct bulk *bulk,
		const glim_value *values, size_t rows)
{
	MYSQL_RES *columns = keyed_columns(session, bulk);

	*keyed = (struct keyed){ .count = bulk->count };
	keyed->marks = memory_alloc((bulk->count + 1) * sizeof *keyed->marks);
	if (columns)
		look_at(keyed, bulk, mysql_fetch_fields(columns), values, rows);
	for (size_t i = 0; i < bulk->count; i++)
		if (!keyed->marks[i])
			keyed->marks[i] = memory_copy("?");
	mysql_free_result(columns);
}

void keyed_finish(struct keyed *keyed)
{
	for (size_t i = 0; i < keyed->count; i++)
		free(keyed->marks[i]);
	free(keyed->marks);
}
