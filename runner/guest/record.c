#include "guest/record.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "guest/convert.h"
#include "guest/declaration.h"

static glim_value read_number(uint32_t member, const void *at)
{
	int integer;
	int64_t large;
	double real;

	switch (member) {
	case GLIM_MEMBER_BOOL:
		return glim_int(*(const unsigned char *)at != 0);
	case GLIM_MEMBER_INT:
		memcpy(&integer, at, sizeof integer);
		return glim_int(integer);
	case GLIM_MEMBER_INT64:
		memcpy(&large, at, sizeof large);
		return glim_int(large);
	default:
		memcpy(&real, at, sizeof real);
		return glim_real(real);
	}
}

static glim_value read_data(const glim_column *column, const void *at)
{
	glim_bytes bytes = { 0 };
	glim_value value;

	if (column->member == GLIM_MEMBER_BYTES) {
		memcpy(&bytes, at, sizeof bytes);
	} else {
		memcpy(&bytes.data, at, sizeof bytes.data);
		bytes.length = bytes.data ? strlen(bytes.data) : 0;
	}
	value = glim_blob(bytes.data, bytes.length);
	if (bytes.data && column->type != GLIM_COLUMN_BLOB)
		value.type = GLIM_TYPE_TEXT;
	return value;
}

static glim_value read_member(const glim_column *column, const void *row)
{
	const char *at = (const char *)row + column->offset;
	const void *behind;

	if (column->member == GLIM_MEMBER_TEXT || column->member == GLIM_MEMBER_BYTES)
		return read_data(column, at);
	if (column->member < GLIM_MEMBER_POINTER)
		return read_number(column->member, at);
	memcpy(&behind, at, sizeof behind);
	return behind ? read_number(column->member - GLIM_MEMBER_POINTER, behind) : glim_null();
}

glim_value *record_read(const glim_model *model, const void *row)
{
	glim_value *values = memory_alloc(model->column_count * sizeof *values);

	for (size_t i = 0; i < model->column_count; i++)
		values[i] = read_member(declaration_column(model, i), row);
	return values;
}

void record_leave_out(const glim_model *model, glim_value *values)
{
	for (size_t i = 0; i < model->column_count; i++) {
		const glim_value *value = &values[i];
		bool empty = value->type == GLIM_TYPE_NULL ||
			     (value->type == GLIM_TYPE_INT && !value->as.integer);

		if (empty && declaration_column(model, i)->autoincrement)
			values[i] = glim_end();
	}
}

static bool misfit(struct guest *guest, const glim_model *model, const glim_column *column,
		   const glim_value *value)
{
	guest_misuse(guest, "column %s of %s holds %s that its member cannot take", column->name,
		     model->name, convert_type_name(value->type));
	return false;
}

static bool write_number(uint32_t member, const glim_value *from, void *at, locale_t plain)
{
	bool real = member == GLIM_MEMBER_DOUBLE;
	char room[CONVERT_TEXT];
	glim_value value;
	int integer;

	if (!convert_value(from, real ? GLIM_TYPE_REAL : GLIM_TYPE_INT, &value, room, plain))
		return false;
	switch (member) {
	case GLIM_MEMBER_BOOL:
		*(bool *)at = value.as.integer != 0;
		return true;
	case GLIM_MEMBER_INT:
		if (value.as.integer < INT_MIN || value.as.integer > INT_MAX)
			return false;
		integer = (int)value.as.integer;
		memcpy(at, &integer, sizeof integer);
		return true;
	default:
		memcpy(at, &value.as, sizeof value.as);
		return true;
	}
}

/* Texts and blobs move to the arena, with a NUL behind them. */
static bool write_data(struct guest *guest, uint32_t member, const glim_value *from, void *at)
{
	char room[CONVERT_TEXT];
	glim_bytes bytes = { 0 };
	glim_value value = *from;
	char *copy;

	if (from->type != GLIM_TYPE_BLOB &&
	    !convert_value(from, GLIM_TYPE_TEXT, &value, room, guest->plain))
		return false;
	if (value.type != GLIM_TYPE_NULL) {
		copy = arena_alloc(&guest->arena, (size_t)value.length + 1);
		if (!copy)
			return false;
		if (value.length)
			memcpy(copy, value.as.data, value.length);
		bytes = (glim_bytes){ copy, value.length };
	}
	memcpy(at, &bytes, member == GLIM_MEMBER_BYTES ? sizeof bytes : sizeof bytes.data);
	return true;
}

static bool write_pointer(struct guest *guest, uint32_t member, const glim_value *from, void *at)
{
	void *behind = NULL;

	if (from->type != GLIM_TYPE_NULL) {
		behind = arena_alloc(&guest->arena, sizeof(int64_t));
		if (!behind ||
		    !write_number(member - GLIM_MEMBER_POINTER, from, behind, guest->plain))
			return false;
	}
	memcpy(at, &behind, sizeof behind);
	return true;
}

static bool write_member(struct guest *guest, const glim_column *column, const glim_value *from,
			 void *row)
{
	char *at = (char *)row + column->offset;

	if (column->member == GLIM_MEMBER_TEXT || column->member == GLIM_MEMBER_BYTES)
		return write_data(guest, column->member, from, at);
	if (column->member < GLIM_MEMBER_POINTER)
		return write_number(column->member, from, at, guest->plain);
	return write_pointer(guest, column->member, from, at);
}

static bool fill(struct guest *guest, const glim_model *model, const glim_value *values, void *row)
{
	for (size_t i = 0; i < model->column_count; i++) {
		const glim_column *column = declaration_column(model, i);

		if (!write_member(guest, column, &values[i], row))
			return misfit(guest, model, column, &values[i]);
	}
	return true;
}

bool record_fill(struct guest *guest, const glim_model *model, const glim_value *values,
		 size_t count, void *row)
{
	void *draft;
	bool filled;

	if (count != model->column_count) {
		guest_misuse(guest, "the rows have %zu columns and %s has %u", count, model->name,
			     model->column_count);
		return false;
	}
	draft = memory_copy_bytes(row, model->row_size);
	filled = fill(guest, model, values, draft);
	if (filled)
		memcpy(row, draft, model->row_size);
	free(draft);
	return filled;
}
