#include "guest/convert.h"

#include <errno.h>
#include <stdlib.h>

static const char number_characters[] = "0123456789+-.eE";

/* Only what is a number from its first byte to its last: no spaces, no hexadecimal, no "nan". */
static bool is_number_text(const glim_value *value)
{
	return value->length && strspn(value->as.data, number_characters) == value->length;
}

static bool text_to_real(const glim_value *from, double *real, locale_t plain)
{
	char *end;

	if (!is_number_text(from))
		return false;
	*real = strtod_l(from->as.data, &end, plain);
	return end == (const char *)from->as.data + from->length;
}

static bool real_to_int(double real, int64_t *integer)
{
	/* 2^63 itself is no int64_t; the comparison is false for "not a number". */
	if (!(real >= -9223372036854775808.0 && real < 9223372036854775808.0))
		return false;
	*integer = (int64_t)real;
	return true;
}

static bool text_to_int(const glim_value *from, int64_t *integer, locale_t plain)
{
	double real;
	char *end;

	if (!is_number_text(from))
		return false;
	errno = 0;
	*integer = strtoll(from->as.data, &end, 10);
	if (!errno && end == (const char *)from->as.data + from->length)
		return true;
	return text_to_real(from, &real, plain) && real_to_int(real, integer);
}

static bool to_int(const glim_value *from, int64_t *integer, locale_t plain)
{
	switch (from->type) {
	case GLIM_TYPE_INT:
		*integer = from->as.integer;
		return true;
	case GLIM_TYPE_REAL:
		return real_to_int(from->as.real, integer);
	case GLIM_TYPE_TEXT:
		return text_to_int(from, integer, plain);
	default:
		return false;
	}
}

static bool to_real(const glim_value *from, double *real, locale_t plain)
{
	switch (from->type) {
	case GLIM_TYPE_INT:
		*real = (double)from->as.integer;
		return true;
	case GLIM_TYPE_REAL:
		*real = from->as.real;
		return true;
	case GLIM_TYPE_TEXT:
		return text_to_real(from, real, plain);
	default:
		return false;
	}
}

/* The shortest text that reads back as the same number. */
static void real_to_text(double real, char room[CONVERT_TEXT], locale_t plain)
{
	locale_t before = uselocale(plain);

	for (int digits = 15; digits <= 17; digits++) {
		snprintf(room, CONVERT_TEXT, "%.*g", digits, real);
		if (strtod(room, NULL) >= real && strtod(room, NULL) <= real)
			break;
	}
	uselocale(before);
}

static bool to_text(const glim_value *from, glim_value *to, char room[CONVERT_TEXT], locale_t plain)
{
	switch (from->type) {
	case GLIM_TYPE_INT:
		snprintf(room, CONVERT_TEXT, "%lld", (long long)from->as.integer);
		*to = glim_text(room);
		return true;
	case GLIM_TYPE_REAL:
		real_to_text(from->as.real, room, plain);
		*to = glim_text(room);
		return true;
	case GLIM_TYPE_TEXT:
		*to = *from;
		return true;
	default:
		return false;
	}
}

bool convert_value(const glim_value *from, int32_t type, glim_value *to, char room[CONVERT_TEXT],
		   locale_t plain)
{
	*to = glim_typed(type);
	if (from->type == GLIM_TYPE_NULL || type == GLIM_TYPE_NULL) {
		*to = *from;
		return true;
	}
	switch (type) {
	case GLIM_TYPE_INT:
		return to_int(from, &to->as.integer, plain);
	case GLIM_TYPE_REAL:
		return to_real(from, &to->as.real, plain);
	case GLIM_TYPE_TEXT:
		return to_text(from, to, room, plain);
	case GLIM_TYPE_BLOB:
		*to = *from;
		return from->type == GLIM_TYPE_BLOB;
	default:
		return false;
	}
}

const char *convert_type_name(int32_t type)
{
	static const char *const names[] = {
		[GLIM_TYPE_NULL] = "NULL",          [GLIM_TYPE_INT] = "an integer",
		[GLIM_TYPE_REAL] = "a real number", [GLIM_TYPE_TEXT] = "a text",
		[GLIM_TYPE_BLOB] = "a blob",
	};

	return type >= GLIM_TYPE_NULL && type <= GLIM_TYPE_BLOB ? names[type] : "an unknown type";
}
