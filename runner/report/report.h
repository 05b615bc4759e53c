/*
 * What ran, when, for how long, by whom, what needs attention and what is pending: as one page that
 * needs nothing beside itself, or as Markdown for a pull request. Borrows everything; pure.
 */
#ifndef GLIM_REPORT_REPORT_H
#define GLIM_REPORT_REPORT_H

#include "base/text.h"
#include "history/log.h"
#include "overview/overview.h"

struct report {
	const char *title;   /* "shop on PRODUCT VERSION at db1:3306 as deploy" */
	const char *plugins; /* their directories */
	int64_t time;        /* of the report; microseconds, UTC */
	const struct overview *overview;
	const struct log *log;
};

void report_write_html(struct text *out, const struct report *);
void report_write_markdown(struct text *out, const struct report *);

/* report/scale.c: where a duration lies between 1 ms and the longest, 0 to 1, logarithmically. */
double report_scale(int64_t microseconds, int64_t longest);
int64_t report_longest(const struct overview *overview);

/* report/timeline.c: the log as an SVG picture; nothing without at least two events. */
void report_write_timeline(struct text *out, const struct log *);
/* report/escape.c: a foreign text in HTML, in text or in a quoted attribute. */
void report_add(struct text *out, const char *foreign);
void report_add_time(struct text *out, int64_t time); /* "2026-11-01 09:12:04", or nothing */

/* Whether a row belongs to those that a person has to look at. */
bool report_needs_attention(const struct overview_row *row);
/* What to type about it; NULL where its problems say so already. */
const char *report_advice(const struct overview_row *row);
const char *report_description(const struct overview_row *row);

#endif
