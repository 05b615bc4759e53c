#include <string.h>

#include "report/report.h"

/* A span of code: nothing in it is a mark, a mention or a link. */
void report_mark_code(struct text *out, const char *foreign)
{
	struct text safe = { 0 };

	text_add_safe(&safe, foreign ? foreign : "", foreign ? strlen(foreign) : 0);
	text_add_char(out, '`');
	for (const char *at = text_get(&safe); *at; at++)
		text_add_char(out, *at == '`' ? '\'' : *at == '|' ? '/' : *at);
	text_add_char(out, '`');
	text_finish(&safe);
}

/* Words in a cell, every mark of Markdown and HTML made plain. */
void report_mark_words(struct text *out, const char *foreign)
{
	struct text safe = { 0 };

	text_add_safe(&safe, foreign ? foreign : "", foreign ? strlen(foreign) : 0);
	for (const char *at = text_get(&safe); *at; at++) {
		if (*at == '<' || *at == '&' || *at == '@')
			text_print(out, "&#%d;", *at);
		else if (strchr("\\`*_{}[]>|#~!", *at))
			text_print(out, "\\%c", *at);
		else
			text_add_char(out, *at);
	}
	text_finish(&safe);
}
