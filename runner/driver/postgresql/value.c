#include "session.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Of the types that are built in the numbers are fixed (catalog/pg_type.dat). */
static const struct {
	Oid type;
	enum value_kind kind;
} kinds[] = {
	{ 16, VALUE_BOOLEAN }, /* bool */
	{ 17, VALUE_BYTES },   /* bytea */
	{ 20, VALUE_INTEGER }, /* int8 */
	{ 21, VALUE_INTEGER }, /* int2 */
	{ 23, VALUE_INTEGER }, /* int4 */
	{ 26, VALUE_INTEGER }, /* oid */
	{ 700, VALUE_REAL },   /* float4 */
	{ 701, VALUE_REAL },   /* float8 */
};

enum value_kind value_kind_of(Oid type)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].type == type)
			return kinds[i].kind;
	return VALUE_TEXT;
}

/* The operator's locale may write 1,5. */
double real_of_text(const char *text)
{
	static locale_t plain;

	if (!plain)
		plain = newlocale(LC_ALL_MASK, "C", NULL);
	return strtod_l(text, NULL, plain);
}

static int digit_of(char c)
{
	return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* The other spelling, which a migration may have asked for. */
static size_t decode_escaped(char *text, size_t length)
{
	size_t count = 0;
	unsigned char *bytes = PQunescapeBytea((const unsigned char *)text, &count);

	if (!bytes)
		return length;
	memcpy(text, bytes, count);
	PQfreemem(bytes);
	return count;
}

/* "\x0aff" is three bytes. */
static size_t decode_bytes(char *text, size_t length)
{
	size_t count = 0;

	if (length < 2 || text[0] != '\\' || text[1] != 'x')
		return decode_escaped(text, length);
	for (size_t i = 2; i + 1 < length; i += 2)
		text[count++] = (char)(digit_of(text[i]) << 4 | digit_of(text[i + 1]));
	return count;
}

static glim_value value_of_bytes(int32_t type, const char *data, size_t length)
{
	glim_value value = glim_typed(type);

	value.as.data = data;
	value.length = (uint32_t)length;
	return value;
}

glim_value value_of_text(enum value_kind kind, char *text, int length)
{
	switch (kind) {
	case VALUE_INTEGER:
		return glim_int(strtoll(text, NULL, 10));
	case VALUE_REAL:
		return glim_real(real_of_text(text));
	case VALUE_BOOLEAN:
		return glim_int(text[0] == 't');
	case VALUE_BYTES:
		return value_of_bytes(GLIM_TYPE_BLOB, text, decode_bytes(text, (size_t)length));
	case VALUE_TEXT:
		break;
	}
	return value_of_bytes(GLIM_TYPE_TEXT, text, (size_t)length);
}
