#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/version.h"
#include "report/report.h"

enum { BAR_WIDTH = 160 };

/* Nothing is loaded and nothing runs, wherever the file is opened. */
static const char head[] =
	"<!doctype html>\n"
	"<html lang=\"en\">\n"
	"<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
	"'unsafe-inline'\">\n";

static const char style[] =
	"<style>\n"
	":root { color-scheme: light dark; --page: #fff; --ink: #1c2024; --dim: #5b6470; --line: "
	"#d5d9de;"
	" --box: #f4f6f8; --applied: #1f7a46; --pending: #5b6470; --failed: #b3261e; --drifted: "
	"#955800 }\n"
	"@media (prefers-color-scheme: dark) { :root { --page: #14171a; --ink: #e4e7ea; --dim: "
	"#9aa4ae;"
	" --line: #343a41; --box: #1d2226; --applied: #5cc88a; --pending: #9aa4ae; --failed: "
	"#ff8a80;"
	" --drifted: #f0b357 } }\n"
	"body { font: 15px/1.45 system-ui, \"DejaVu Sans\", sans-serif; margin: 2rem auto; "
	"max-width: 76rem;"
	" padding: 0 1rem; background: var(--page); color: var(--ink) }\n"
	"h1 { font-size: 1.4rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }\n"
	".dim { color: var(--dim) } .small { font-size: .86em } p { margin: .3rem 0 }\n"
	".counts { display: flex; flex-wrap: wrap; gap: 1.8rem; margin: 1.2rem 0 }\n"
	".counts b { font-size: 1.6rem }\n"
	".applied { color: var(--applied); fill: var(--applied) }"
	" .pending, .running { color: var(--pending); fill: var(--pending) }\n"
	".failed, .interrupted { color: var(--failed); fill: var(--failed) }"
	" .drifted, .missing { color: var(--drifted); fill: var(--drifted) }\n"
	".box { border-left: 4px solid currentColor; background: var(--box); padding: .6rem 1rem;"
	" margin: .8rem 0 } .box p, .box pre { color: var(--ink) }\n"
	"pre { overflow-x: auto; margin: .4rem 0; white-space: pre-wrap; overflow-wrap: anywhere "
	"}\n"
	".wide { overflow-x: auto } table { border-collapse: collapse; width: 100% }\n"
	"th, td { text-align: left; padding: .4rem .7rem .4rem 0; border-bottom: 1px solid "
	"var(--line);"
	" vertical-align: top } th { color: var(--dim); font-weight: 600; white-space: nowrap }\n"
	"td.time, td.state { white-space: nowrap } .right { text-align: right }\n"
	"code { font-family: ui-monospace, \"DejaVu Sans Mono\", monospace; font-size: .92em;"
	" overflow-wrap: anywhere }\n"
	"figure { margin: 0 } .timeline { width: 100%; height: auto; font-size: 12px }"
	" .timeline text { fill: var(--dim) } .timeline line { stroke: var(--line) }\n"
	".steps > li { margin: 0 0 1rem } details { margin: .3rem 0 } summary { cursor: pointer }\n"
	".step { border-left: 2px solid var(--line); padding-left: .8rem; margin: .6rem 0 }\n"
	"@media print { body { margin: 0; max-width: none } .box { break-inside: avoid } }\n"
	"</style>\n";

static void add_element(struct text *out, const char *open, const char *foreign, const char *close)
{
	text_add(out, open);
	report_add(out, foreign);
	text_add(out, close);
}

static void add_head(struct text *out, const struct report *report)
{
	text_add(out, head);
	add_element(out, "<title>glim: ", report->title, "</title>\n");
	text_add(out, style);
	text_add(out, "</head>\n<body>\n<header>\n");
	add_element(out, "<h1>", report->title, "</h1>\n<p class=\"dim\">");
	report_add_time(out, report->time);
	text_add(out, " UTC &middot; glim " GLIM_VERSION);
	add_element(out, " &middot; plugins: <code>", report->plugins, "</code></p>\n</header>\n");
}

static void add_counts(struct text *out, const struct overview *overview)
{
	text_add(out, "<div class=\"counts\">\n");
	for (int state = 0; state < OVERVIEW_STATES; state++) {
		const char *name = overview_state_name((enum overview_state)state);

		if (!overview->states[state] && state > OVERVIEW_PENDING)
			continue;
		text_print(out, "<span class=\"%s\"><b>%zu</b> %s</span>\n", name,
			   overview->states[state], name);
	}
	text_add(out, "</div>\n");
}

static void add_attention(struct text *out, const struct overview_row *row)
{
	const char *state = overview_state_name(row->state);
	char *advice = report_advice(row);

	text_print(out, "<div class=\"box %s\"><b><code>", state);
	report_add(out, row->name);
	text_print(out, "</code></b> %s\n", state);
	for (size_t i = 0; i < row->problem_count; i++)
		add_element(out, "<pre>", row->problems[i], "</pre>\n");
	if (row->record && row->record->last_step && row->record->last_step->sql) {
		add_element(out, "<p>last step, at <code>", row->record->last_step->site,
			    "</code>:</p>\n");
		text_add(out, "<pre>");
		report_add_lines(out, row->record->last_step->sql);
		text_add(out, "</pre>\n");
	}
	if (advice)
		add_element(out, "<p>Next, when its cause is mended: <code>", advice,
			    "</code></p>\n");
	free(advice);
	text_add(out, "</div>\n");
}

static void add_all_attention(struct text *out, const struct overview *overview)
{
	bool any = false;

	for (size_t i = 0; i < overview->count; i++) {
		if (!report_needs_attention(&overview->rows[i]))
			continue;
		if (!any)
			text_add(out, "<section>\n<h2>Needs attention</h2>\n");
		any = true;
		add_attention(out, &overview->rows[i]);
	}
	text_add(out, any ? "</section>\n" : "");
}

static void add_bar(struct text *out, const struct overview_row *row, int64_t longest)
{
	const int64_t duration = row->record ? row->record->duration_us : -1;
	char text[CLOCK_TEXT];

	if (duration < 0) {
		text_add(out, "<td></td><td></td>");
		return;
	}
	clock_format_duration(duration, text);
	text_print(
		out,
		"<td class=\"time right\">%s</td><td><svg width=\"%d\" height=\"12\" role=\"img\" "
		"aria-label=\"%s\"><rect class=\"%s\" width=\"%.1f\" height=\"12\" "
		"rx=\"2\"/></svg></td>",
		text, BAR_WIDTH, text, overview_state_name(row->state),
		2 + report_scale(duration, longest) * (BAR_WIDTH - 2));
}

/* "ana@laptop as glim@localhost": the account is the connection's, and the same in each row. */
static void add_who(struct text *out, const char *by)
{
	const char *as = by ? strstr(by, " as ") : NULL;
	char *who = by ? memory_copy_bytes(by, as ? (size_t)(as - by) : strlen(by)) : NULL;

	report_add(out, who);
	free(who);
}

static void add_row(struct text *out, const struct overview_row *row, int64_t longest)
{
	const char *state = overview_state_name(row->state);
	const char *description = report_description(row);

	text_print(out, "<tr><td class=\"state %s\"><b>%s</b></td><td><code>", state, state);
	report_add(out, row->name);
	text_add(out, "</code>");
	if (description)
		add_element(out, "<div class=\"dim small\">", description, "</div>");
	text_add(out, "</td><td class=\"time\">");
	report_add_time(out, row->record ? row->record->created_at : 0);
	text_add(out, "</td>");
	add_bar(out, row, longest);
	text_add(out, "<td>");
	add_who(out, row->record ? row->record->applied_by : NULL);
	text_add(out, "</td></tr>\n");
}

static void add_migrations(struct text *out, const struct overview *overview)
{
	const int64_t longest = report_longest(overview);
	char most[CLOCK_TEXT];

	if (!overview->count)
		return;
	clock_format_duration(longest, most);
	text_print(out,
		   "<section>\n<h2>Migrations</h2>\n<div class=\"wide\"><table>\n<thead><tr>"
		   "<th>State</th><th>Migration</th><th>Applied (UTC)</th><th "
		   "class=\"right\">Time</th>"
		   "<th>1 ms to %s, logarithmic</th><th>By</th></tr></thead>\n<tbody>\n",
		   most);
	for (size_t i = 0; i < overview->count; i++)
		add_row(out, &overview->rows[i], longest);
	text_add(out, "</tbody>\n</table></div>\n</section>\n");
}

static void add_event(struct text *out, const struct log_row *row)
{
	char duration[CLOCK_TEXT] = "";

	if (row->duration_us >= 0)
		clock_format_duration(row->duration_us, duration);
	text_add(out, "<tr><td class=\"time\">");
	report_add_time(out, row->created_at);
	add_element(out, "</td><td>", row->event, "</td>");
	add_element(out, "<td><code>", row->name, "</code></td>");
	text_print(out, "<td class=\"time right\">%s</td><td>", duration);
	add_who(out, row->by);
	add_element(out, "</td><td>", row->reason, "</td></tr>\n");
}

/* The newest first: whoever opens this after an incident looks for it. */
static void add_log(struct text *out, const struct log *log)
{
	if (!log->count)
		return;
	text_add(out, "<section>\n<h2>What happened</h2>\n");
	report_write_timeline(out, log);
	text_add(out, "<div class=\"wide\"><table>\n<thead><tr><th>When (UTC)</th><th>Event</th>"
		      "<th>Migration</th><th "
		      "class=\"right\">Time</th><th>By</th><th>Why</th></tr></thead>\n"
		      "<tbody>\n");
	for (size_t i = log->count; i > 0; i--)
		add_event(out, &log->rows[i - 1]);
	text_add(out, "</tbody>\n</table></div>\n</section>\n");
}

void report_write_html(struct text *out, const struct report *report)
{
	add_head(out, report);
	text_add(out, "<main>\n");
	add_counts(out, report->overview);
	add_all_attention(out, report->overview);
	report_write_pending(out, report);
	add_migrations(out, report->overview);
	add_log(out, report->log);
	text_add(out, "</main>\n</body>\n</html>\n");
}
