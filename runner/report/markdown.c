#include <string.h>

#include "base/clock.h"
#include "report/report.h"

enum { LAST = 10 };

static void add_counts(struct text *out, const struct overview *overview)
{
	const char *between = "";

	for (int state = 0; state < OVERVIEW_STATES; state++) {
		if (!overview->states[state] && state > OVERVIEW_PENDING)
			continue;
		text_print(out, "%s**%zu** %s", between, overview->states[state],
			   overview_state_name((enum overview_state)state));
		between = " · ";
	}
	text_add(out, "\n");
}

static void add_attention(struct text *out, const struct overview *overview)
{
	bool any = false;

	for (size_t i = 0; i < overview->count; i++) {
		const struct overview_row *row = &overview->rows[i];

		if (!report_needs_attention(row))
			continue;
		text_add(out, any ? "" : "\n### Needs attention\n\n");
		any = true;
		text_add(out, "- ");
		report_mark_code(out, row->name);
		text_print(out, " **%s**", overview_state_name(row->state));
		for (size_t p = 0; p < row->problem_count; p++) {
			text_add(out, p ? "; " : ": ");
			report_mark_words(out, row->problems[p]);
		}
		text_add_char(out, '\n');
	}
}

static void add_row(struct text *out, const struct overview_row *row)
{
	char duration[CLOCK_TEXT] = "";

	if (row->record->duration_us >= 0)
		clock_format_duration(row->record->duration_us, duration);
	text_print(out, "| %s | ", overview_state_name(row->state));
	report_mark_code(out, row->name);
	text_add(out, " | ");
	report_add_time(out, row->record->created_at);
	text_print(out, " | %s |\n", duration);
}

static void add_applied(struct text *out, const struct overview *overview)
{
	size_t applied = 0, seen = 0;

	for (size_t i = 0; i < overview->count; i++)
		applied += overview->rows[i].record != NULL;
	if (!applied)
		return;
	text_print(out,
		   "\n### %s\n\n| State | Migration | Applied (UTC) | Time |\n|---|---|---|--:|\n",
		   applied > LAST ? "The last ten" : "Applied");
	for (size_t i = 0; i < overview->count; i++)
		if (overview->rows[i].record && ++seen + LAST > applied)
			add_row(out, &overview->rows[i]);
}

void report_write_markdown(struct text *out, const struct report *report)
{
	text_add(out, "## Migrations of ");
	report_mark_words(out, report->title);
	text_add(out, "\n\n");
	add_counts(out, report->overview);
	add_attention(out, report->overview);
	report_write_pending_markdown(out, report);
	add_applied(out, report->overview);
}
