#include <string.h>

#include "base/hex.h"
#include "bulk.h"

static const char *letter_of(const struct spelling *spelling, char byte)
{
	const char *at = byte ? strchr(spelling->special, byte) : NULL;

	return at ? spelling->letters + (at - spelling->special) : NULL;
}

static void add_text(struct text *out, const struct spelling *spelling, const glim_value *value)
{
	const char *bytes = value->as.data;
	uint32_t plain = 0;

	for (uint32_t i = 0; i < value->length; i++) {
		const char *letter = letter_of(spelling, bytes[i]);

		if (!letter)
			continue;
		text_add_bytes(out, bytes + plain, i - plain);
		text_add_char(out, '\\');
		text_add_char(out, *letter);
		plain = i + 1;
	}
	if (plain < value->length)
		text_add_bytes(out, bytes + plain, value->length - plain);
}

static void add_around(struct text *out, const struct spelling *spelling, const glim_value *value)
{
	text_add(out, spelling->around);
	if (value->type == GLIM_TYPE_BLOB) {
		text_add(out, spelling->bytes);
		hex_add(out, value->as.data, value->length);
	} else {
		add_text(out, spelling, value);
	}
	text_add(out, spelling->around);
}

void spelling_add(struct text *out, const struct spelling *spelling, const glim_value *value)
{
	char number[NUMBER_TEXT];

	switch (value->type) {
	case GLIM_TYPE_NULL:
		text_add(out, spelling->null);
		break;
	case GLIM_TYPE_TEXT:
	case GLIM_TYPE_BLOB:
		add_around(out, spelling, value);
		break;
	default:
		number_text(value, number);
		text_add(out, number);
	}
}
