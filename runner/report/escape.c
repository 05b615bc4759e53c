#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
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

void report_add_lines(struct text *out, const char *foreign)
{
	while (*foreign) {
		const size_t length = strcspn(foreign, "\n\t");
		char *piece = memory_copy_bytes(foreign, length);

		report_add(out, piece);
		free(piece);
		foreign += length;
		if (*foreign)
			text_add_char(out, *foreign++);
	}
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
