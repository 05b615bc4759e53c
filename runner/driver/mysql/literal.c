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

/* Digits only: no backslash, no quote, nothing that a character set could read in another way. */
static bool add_bytes(struct text *out, const char *set, const glim_value *value)
{
	text_add(out, set);
	text_add(out, " X'");
	hex_add(out, value->as.data, value->length);
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
		return add_bytes(out, "_utf8mb4", value);
	case GLIM_TYPE_BLOB:
		return add_bytes(out, "_binary", value);
	default:
		text_add(out, "NULL");
		return true;
	}
}
