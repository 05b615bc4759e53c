#include "preview/values.h"

#include "base/text.h"

enum { SHOWN = 60 };

static void add_text(struct text *out, const glim_value *value)
{
	const size_t length = value->length > SHOWN ? SHOWN : value->length;

	text_add_char(out, '\'');
	text_add_safe(out, value->as.data, length);
	text_add(out, length < value->length ? "...'" : "'");
}

static void add_blob(struct text *out, const glim_value *value)
{
	const unsigned char *bytes = value->as.data;
	const size_t length = value->length > SHOWN / 2 ? SHOWN / 2 : value->length;

	text_add(out, "X'");
	for (size_t i = 0; i < length; i++)
		text_print(out, "%02X", bytes[i]);
	text_add(out, length < value->length ? "...'" : "'");
}

static void add_value(struct text *out, const glim_value *value)
{
	switch (value->type) {
	case GLIM_TYPE_INT:
		text_print(out, "%lld", (long long)value->as.integer);
		break;
	case GLIM_TYPE_REAL:
		text_print(out, "%.17g", value->as.real);
		break;
	case GLIM_TYPE_TEXT:
		add_text(out, value);
		break;
	case GLIM_TYPE_BLOB:
		add_blob(out, value);
		break;
	default:
		text_add(out, "NULL");
	}
}

char *values_show(const glim_value *values, size_t count)
{
	struct text out = { 0 };

	if (!count)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		text_add(&out, i ? ", " : "");
		add_value(&out, &values[i]);
	}
	return text_take(&out);
}
