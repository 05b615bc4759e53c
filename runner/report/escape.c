#include <string.h>

#include "base/clock.h"
#include "report/report.h"

void report_add(struct text *out, const char *foreign)
{
	static const struct {
		char plain;
		const char *html;
	} marks[] = {
		{ '&', "&amp;" },  { '<', "&lt;" },   { '>', "&gt;" },
		{ '"', "&quot;" }, { '\'', "&#39;" },
	};
	struct text safe = { 0 };

	if (foreign)
		text_add_safe(&safe, foreign, strlen(foreign));
	for (const char *at = text_get(&safe); *at; at++) {
		size_t i = 0;

		while (i < sizeof marks / sizeof *marks && marks[i].plain != *at)
			i++;
		if (i < sizeof marks / sizeof *marks)
			text_add(out, marks[i].html);
		else
			text_add_char(out, *at);
	}
	text_finish(&safe);
}

/* Seconds are enough for people. */
void report_add_time(struct text *out, int64_t time)
{
	enum { SECONDS = sizeof "2026-11-01 09:12:04" - 1 };
	char text[CLOCK_TEXT];

	if (!time)
		return;
	clock_format_history(time, text);
	text_add_bytes(out, text, SECONDS);
}
