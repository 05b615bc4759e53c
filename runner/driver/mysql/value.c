#include "session.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { CHARSET_BINARY = 63 };

enum field_kind { FIELD_TEXT, FIELD_INTEGER, FIELD_REAL, FIELD_BYTES, FIELD_BY_CHARSET };

static const enum field_kind kinds[256] = {
	[MYSQL_TYPE_TINY] = FIELD_INTEGER,
	[MYSQL_TYPE_SHORT] = FIELD_INTEGER,
	[MYSQL_TYPE_INT24] = FIELD_INTEGER,
	[MYSQL_TYPE_LONG] = FIELD_INTEGER,
	[MYSQL_TYPE_LONGLONG] = FIELD_INTEGER,
	[MYSQL_TYPE_YEAR] = FIELD_INTEGER,
	[MYSQL_TYPE_FLOAT] = FIELD_REAL,
	[MYSQL_TYPE_DOUBLE] = FIELD_REAL,
	[MYSQL_TYPE_BIT] = FIELD_BYTES,
	[MYSQL_TYPE_GEOMETRY] = FIELD_BYTES,
	[MYSQL_TYPE_TINY_BLOB] = FIELD_BY_CHARSET,
	[MYSQL_TYPE_MEDIUM_BLOB] = FIELD_BY_CHARSET,
	[MYSQL_TYPE_LONG_BLOB] = FIELD_BY_CHARSET,
	[MYSQL_TYPE_BLOB] = FIELD_BY_CHARSET,
	[MYSQL_TYPE_VARCHAR] = FIELD_BY_CHARSET,
	[MYSQL_TYPE_VAR_STRING] = FIELD_BY_CHARSET,
	[MYSQL_TYPE_STRING] = FIELD_BY_CHARSET,
};

static enum field_kind kind_of(const MYSQL_FIELD *field)
{
	enum field_kind kind = kinds[field->type & 0xff];

	if (kind != FIELD_BY_CHARSET)
		return kind;
	return field->charsetnr == CHARSET_BINARY ? FIELD_BYTES : FIELD_TEXT;
}

bool field_is_integer(const MYSQL_FIELD *field)
{
	return kind_of(field) == FIELD_INTEGER;
}

bool field_is_real(const MYSQL_FIELD *field)
{
	return kind_of(field) == FIELD_REAL;
}

bool field_is_blob(const MYSQL_FIELD *field)
{
	return kind_of(field) == FIELD_BYTES;
}

glim_value value_of_bytes(const MYSQL_FIELD *field, const char *data, unsigned long length)
{
	glim_value value = glim_typed(field_is_blob(field) ? GLIM_TYPE_BLOB : GLIM_TYPE_TEXT);

	value.as.data = data;
	value.length = (uint32_t)length;
	return value;
}

/* The operator's locale may write 1,5. */
static double real_of_text(const char *text)
{
	static locale_t plain;

	if (!plain)
		plain = newlocale(LC_ALL_MASK, "C", NULL);
	return strtod_l(text, NULL, plain);
}

/* An unsigned number beyond 64 signed bits stays a text: nothing is lost. */
static glim_value integer_of_text(const MYSQL_FIELD *field, const char *text, unsigned long length)
{
	int64_t number;

	errno = 0;
	number = strtoll(text, NULL, 10);
	return errno == ERANGE ? value_of_bytes(field, text, length) : glim_int(number);
}

glim_value value_of_text(const MYSQL_FIELD *field, const char *text, unsigned long length)
{
	if (!text)
		return glim_null();
	switch (kind_of(field)) {
	case FIELD_INTEGER:
		return integer_of_text(field, text, length);
	case FIELD_REAL:
		return glim_real(real_of_text(text));
	default:
		return value_of_bytes(field, text, length);
	}
}

bool give_columns(const MYSQL_FIELD *fields, unsigned int count, const struct row_sink *sink)
{
	const char **names;
	bool go_on;

	if (!sink || !sink->columns)
		return true;
	names = memory_alloc(count * sizeof *names);
	for (unsigned int i = 0; i < count; i++)
		names[i] = fields[i].name;
	go_on = sink->columns(sink->data, count, names);
	free(names);
	return go_on;
}
