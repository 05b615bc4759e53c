#include "session.h"

#include <math.h>
#include <string.h>

#include "base/hex.h"

/* Behind a blank: a minus sign must not meet another one. An `e` makes it a DOUBLE. */
static bool add_real(struct text *out, double real)
{
	char digits[40];

	if (!isfinite(real))
		return false;
	snprintf(digits, sizeof digits, "%.17g", real);
	text_print(out, " %s%s", digits, strchr(digits, 'e') ? "" : "e0");
	return true;
}

/* Digits only: no backslash, no quote, nothing that a character set could read in another way. But
 * under EMPTY_STRING_IS_NULL a X'' is NULL, and '' behind a character set is not. */
static bool add_bytes(struct text *out, const char *set, const glim_value *value)
{
	text_add(out, set);
	text_add(out, value->length ? " X'" : "'");
	hex_add(out, value->as.data, value->length);
	text_add_char(out, '\'');
	return true;
}

/* What every character set and every sql_mode reads alike. */
static bool is_plain(const glim_value *value)
{
	const char *bytes = value->as.data;

	for (size_t i = 0; i < value->length; i++)
		if (bytes[i] < ' ' || bytes[i] > '~' || bytes[i] == '\'' || bytes[i] == '\\')
			return false;
	return true;
}

/* As it is where it can be: it is what people find in the server's logs. */
static bool add_text(struct text *out, const glim_value *value)
{
	if (!is_plain(value))
		return add_bytes(out, "_utf8mb4", value);
	text_add(out, "_utf8mb4'");
	text_add_bytes(out, value->as.data, value->length);
	text_add_char(out, '\'');
	return true;
}

bool literal_add(struct text *out, const glim_value *value)
{
	switch (value->type) {
	case GLIM_TYPE_INT:
		text_print(out, " %lld", (long long)value->as.integer);
		return true;
	case GLIM_TYPE_REAL:
		return add_real(out, value->as.real);
	case GLIM_TYPE_TEXT:
		return add_text(out, value);
	case GLIM_TYPE_BLOB:
		return add_bytes(out, "_binary", value);
	default:
		text_add(out, "NULL");
		return true;
	}
}
