#include "wire/wire.h"

#include <stdlib.h>
#include <string.h>

#include <glim/model.h>

#include "base/memory.h"

static const void *take(struct wire_body *body, size_t size)
{
	const unsigned char *at = body->at;

	if (body->bad || size > body->left) {
		body->bad = true;
		return NULL;
	}
	body->at += size;
	body->left -= size;
	return at;
}

static void take_into(struct wire_body *body, void *out, size_t size)
{
	const void *at = take(body, size);

	if (at)
		memcpy(out, at, size);
}

uint32_t wire_get_u32(struct wire_body *body)
{
	uint32_t number = 0;

	take_into(body, &number, sizeof number);
	return number;
}

int64_t wire_get_i64(struct wire_body *body)
{
	int64_t number = 0;

	take_into(body, &number, sizeof number);
	return number;
}

static const char *take_ended(struct wire_body *body, size_t length)
{
	const char *data = length < body->left ? take(body, length + 1) : NULL;

	if (data && data[length] == '\0')
		return data;
	body->bad = true;
	return NULL;
}

const void *wire_get_bytes(struct wire_body *body, size_t *length)
{
	const void *data;

	*length = wire_get_u32(body);
	data = take_ended(body, *length);
	if (!data)
		*length = 0;
	return data;
}

const char *wire_get_text(struct wire_body *body)
{
	uint32_t length = wire_get_u32(body);
	const char *text;

	if (body->bad || length == UINT32_MAX)
		return NULL;
	text = take_ended(body, length);
	if (text && memchr(text, '\0', length)) {
		body->bad = true;
		return NULL;
	}
	return text;
}

void wire_get_value(struct wire_body *body, glim_value *value)
{
	size_t length;

	*value = glim_typed((int32_t)wire_get_u32(body));
	switch (value->type) {
	case GLIM_TYPE_END:
	case GLIM_TYPE_NULL:
		break;
	case GLIM_TYPE_INT:
	case GLIM_TYPE_REAL:
		value->as.integer = wire_get_i64(body);
		break;
	case GLIM_TYPE_TEXT:
	case GLIM_TYPE_BLOB:
		value->as.data = wire_get_bytes(body, &length);
		value->length = (uint32_t)length;
		break;
	default:
		body->bad = true;
	}
	if (body->bad)
		*value = glim_null();
}

glim_value *wire_get_values(struct wire_body *body, size_t *count)
{
	glim_value *values;

	*count = wire_get_u32(body);
	if (*count > body->left / sizeof(uint32_t))
		body->bad = true;
	if (body->bad) {
		*count = 0;
		return NULL;
	}
	values = memory_grow(NULL, *count, sizeof *values);
	for (size_t i = 0; i < *count; i++)
		wire_get_value(body, &values[i]);
	if (!body->bad)
		return values;
	free(values);
	*count = 0;
	return NULL;
}

void wire_get_site(struct wire_body *body, struct wire_site *site)
{
	site->file = wire_get_text(body);
	site->line = wire_get_u32(body);
}

static void get_column(struct wire_body *body, struct column *column)
{
	bool *const flags[] = { &column->primary_key, &column->autoincrement, &column->not_null,
				&column->unique,      &column->index,         &column->bytewise };
	uint32_t bits;

	column->name = wire_get_text(body);
	column->type = wire_get_u32(body);
	column->length = wire_get_u32(body);
	column->scale = wire_get_u32(body);
	bits = wire_get_u32(body);
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		*flags[i] = bits >> i & 1;
	column->default_sql = wire_get_text(body);
	column->references = wire_get_text(body);
	if (!column->name || column->type > GLIM_COLUMN_DECIMAL ||
	    bits >> (sizeof flags / sizeof *flags))
		body->bad = true;
}

struct model *wire_get_model(struct wire_body *body)
{
	struct model borrowed = { 0 };
	struct model *model = NULL;
	struct column *columns;

	borrowed.name = wire_get_text(body);
	borrowed.table = wire_get_text(body);
	borrowed.count = wire_get_u32(body);
	if (!borrowed.name || !borrowed.table || borrowed.count > WIRE_COLUMNS_MOST)
		body->bad = true;
	if (body->bad)
		return NULL;
	columns = memory_alloc(borrowed.count * sizeof *columns);
	borrowed.columns = columns;
	for (size_t i = 0; i < borrowed.count && !body->bad; i++)
		get_column(body, &columns[i]);
	if (!body->bad)
		model = model_copy(&borrowed);
	free(columns);
	return model;
}
