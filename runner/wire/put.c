#include "wire/wire.h"

#include <string.h>

size_t wire_open(struct text *out, enum wire_kind kind)
{
	size_t begin = out->length;

	wire_put_u32(out, 0);
	wire_put_u32(out, (uint32_t)WIRE_MAGIC << 16 | (uint32_t)kind);
	return begin;
}

void wire_close(struct text *out, size_t begin)
{
	uint32_t length = (uint32_t)(out->length - begin - 2 * sizeof length);

	memcpy(out->data + begin, &length, sizeof length);
}

void wire_put_u32(struct text *out, uint32_t number)
{
	text_add_bytes(out, &number, sizeof number);
}

void wire_put_i64(struct text *out, int64_t number)
{
	text_add_bytes(out, &number, sizeof number);
}

void wire_put_bytes(struct text *out, const void *data, size_t length)
{
	wire_put_u32(out, (uint32_t)length);
	text_add_bytes(out, data, length);
	text_add_char(out, '\0');
}

void wire_put_text(struct text *out, const char *text)
{
	if (text)
		wire_put_bytes(out, text, strlen(text));
	else
		wire_put_u32(out, UINT32_MAX);
}

void wire_put_value(struct text *out, const glim_value *value)
{
	wire_put_u32(out, (uint32_t)value->type);
	switch (value->type) {
	case GLIM_TYPE_INT:
	case GLIM_TYPE_REAL:
		wire_put_i64(out, value->as.integer);
		break;
	case GLIM_TYPE_TEXT:
	case GLIM_TYPE_BLOB:
		wire_put_bytes(out, value->as.data, value->length);
		break;
	default:
		break;
	}
}

void wire_put_values(struct text *out, const glim_value *values, size_t count)
{
	wire_put_u32(out, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		wire_put_value(out, &values[i]);
}

void wire_put_site(struct text *out, const struct wire_site *site)
{
	wire_put_text(out, site->file);
	wire_put_u32(out, site->line);
}

/* One bit a flag, in the order of struct column; get.c reads them in the same order. */
static uint32_t column_flags(const struct column *column)
{
	const bool flags[] = { column->primary_key, column->autoincrement, column->not_null,
			       column->unique,      column->index,         column->bytewise };
	uint32_t bits = 0;

	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		bits |= (uint32_t)flags[i] << i;
	return bits;
}

static void put_column(struct text *out, const struct column *column)
{
	wire_put_text(out, column->name);
	wire_put_u32(out, column->type);
	wire_put_u32(out, column->length);
	wire_put_u32(out, column->scale);
	wire_put_u32(out, column_flags(column));
	wire_put_text(out, column->default_sql);
	wire_put_text(out, column->references);
}

void wire_put_model(struct text *out, const struct model *model)
{
	wire_put_text(out, model->name);
	wire_put_text(out, model->table);
	wire_put_u32(out, (uint32_t)model->count);
	for (size_t i = 0; i < model->count; i++)
		put_column(out, &model->columns[i]);
}
