#include "dialect/schema.h"

void schema_add_text(struct text *sql, const char *text, bool backslash_escapes)
{
	text_add_char(sql, '\'');
	for (; *text; text++) {
		if (*text == '\'' || (*text == '\\' && backslash_escapes))
			text_add_char(sql, *text);
		text_add_char(sql, *text);
	}
	text_add_char(sql, '\'');
}
