/*
 * What ran, when, for how long, by whom, what needs attention and what is pending: as one page that
 * needs nothing beside itself, or as Markdown for a pull request. Borrows everything; pure.
 */
#ifndef GLIM_REPORT_REPORT_H
#define GLIM_REPORT_REPORT_H

#include "base/error.h"
#include "base/text.h"
#include "history/log.h"
#include "overview/overview.h"
#include "preview/preview.h"

/* One that a run would take. */
struct report_pending {
	const struct entry *entry;
	const struct preview_item *shown; /* NULL: nobody came to its statements */
	const char *note;                 /* what is special about it: out of order, half done */
};

struct report {
	const char *title;   /* "shop on PRODUCT VERSION at db1:3306 as deploy" */
	const char *plugins; /* their directories */
	int64_t time;        /* of the report; microseconds, UTC */
	const struct overview *overview;
	const struct log *log;
	const struct report_pending *pending; /* in the order in which they will run */
	size_t pending_count;
	const struct plan *plan;     /* for its notes; NULL: there is none */
	const struct error *stopped; /* why a run would not begin; NULL: it would */
};

void report_write_html(struct text *out, const struct report *);
void report_write_markdown(struct text *out, const struct report *);

/* report/scale.c: where a duration lies between 1 ms and the longest, 0 to 1, logarithmically. */
double report_scale(int64_t microseconds, int64_t longest);
int64_t report_longest(const struct overview *overview);

/* report/timeline.c: the log as an SVG picture; nothing without at least two events. */
void report_write_timeline(struct text *out, const struct log *);
/* report/pending.c and pending_markdown.c: what a run would do, and what there is to say of it. */
void report_write_pending(struct text *out, const struct report *);
void report_write_pending_markdown(struct text *out, const struct report *);
/* How many are code that nobody ran for its statements. */
size_t report_unseen(const struct report *);
bool report_irreversible(const struct report_pending *pending);

/* report/escape.c: a foreign text in HTML, in text or in a quoted attribute. */
void report_add(struct text *out, const char *foreign);
void report_add_lines(struct text *out, const char *foreign); /* the same, with its lines */
/* report/mark.c: in Markdown, a span of code and words, of which nothing is a mark or a link. */
void report_mark_code(struct text *out, const char *foreign);
void report_mark_words(struct text *out, const char *foreign);
void report_add_time(struct text *out, int64_t time); /* "2026-11-01 09:12:04", or nothing */

/* Whether a row belongs to those that a person has to look at. */
bool report_needs_attention(const struct overview_row *row);
/* What to type about it, owned; NULL where its problems say so already. */
char *report_advice(const struct overview_row *row);
const char *report_description(const struct overview_row *row);

#endif
