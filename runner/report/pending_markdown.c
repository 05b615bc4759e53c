#include <string.h>

#include "report/report.h"

enum { FENCE_LEAST = 3 };

/* Below an item of a list. */
static const char indent[] = "   ", line[] = "\n   ";

static int fence_of(const char *foreign)
{
	int longest = FENCE_LEAST - 1, run = 0;

	for (; *foreign; foreign++) {
		run = *foreign == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest + 1;
}

static void add_fence(struct text *out, int length, const char *word)
{
	text_add(out, indent);
	for (int i = 0; i < length; i++)
		text_add_char(out, '`');
	text_print(out, "%s\n", word);
}

/* A block of code: its fence is longer than any that is in it. */
static void add_block(struct text *out, const char *foreign)
{
	const int fence = fence_of(foreign);

	add_fence(out, fence, "sql");
	text_add(out, indent);
	while (*foreign) {
		const size_t length = strcspn(foreign, "\n\t");

		text_add_safe(out, foreign, length);
		foreign += length;
		if (*foreign)
			text_add(out, *foreign++ == '\t' ? "\t" : line);
	}
	text_add(out, ";\n");
	add_fence(out, fence, "");
}

static void add_remark(struct text *out, const char *what, const char *foreign)
{
	if (!foreign)
		return;
	text_print(out, "%s%s: ", indent, what);
	report_mark_words(out, foreign);
	text_add(out, "\n\n");
}

static void add_statement(struct text *out, const struct preview_statement *statement)
{
	text_add_char(out, '\n');
	add_remark(out, "uncertain", statement->uncertain);
	add_remark(out, "values", statement->values);
	add_block(out, statement->sql);
}

static void add_statements(struct text *out, const struct preview_item *item)
{
	if (!item || !item->looked)
		return;
	text_print(out, "\n%s<details><summary>%zu statement%s</summary>\n", indent, item->count,
		   item->count == 1 ? "" : "s");
	for (size_t i = 0; i < item->count; i++)
		add_statement(out, &item->statements[i]);
	text_print(out, "\n%s</details>\n\n", indent);
}

static void add_finding(struct text *out, const struct finding *finding, const char *site)
{
	text_print(out, "%s- **%s** ", indent, finding->rule);
	report_mark_words(out, finding->sentence);
	if (site) {
		text_add(out, ", ");
		report_mark_code(out, site);
	}
	text_add_char(out, '\n');
}

static void add_findings(struct text *out, const struct preview_item *item)
{
	for (size_t s = 0; item && s < item->count; s++)
		for (size_t f = 0; f < item->statements[s].findings.count; f++)
			add_finding(out, &item->statements[s].findings.list[f],
				    item->statements[s].site);
}

static void add_stop(struct text *out, const char *before, const struct error *error)
{
	text_print(out, "%s- **a run would stop here**: ", before);
	report_mark_words(out, error->message);
	if (error->says) {
		text_add(out, ": ");
		report_mark_words(out, error->says);
	}
	text_add_char(out, '\n');
}

static void add_item(struct text *out, const struct report_pending *pending)
{
	text_add(out, "1. ");
	report_mark_code(out, pending->entry->name);
	if (pending->entry->facts.description) {
		text_add(out, ": ");
		report_mark_words(out, pending->entry->facts.description);
	}
	text_add(out, report_irreversible(pending) ? " **cannot be rolled back**" : "");
	if (pending->note && *pending->note) {
		text_add(out, "; ");
		report_mark_words(out, pending->note);
	}
	text_add_char(out, '\n');
	add_findings(out, pending->shown);
	add_statements(out, pending->shown);
	if (pending->shown && pending->shown->failed)
		add_stop(out, indent, &pending->shown->error);
}

void report_write_pending_markdown(struct text *out, const struct report *report)
{
	if (!report->pending_count && !report->stopped)
		return;
	text_add(out, "\n### Pending\n\n");
	if (report->stopped) {
		add_stop(out, "", report->stopped);
		text_add_char(out, '\n');
	}
	for (size_t i = 0; i < report->pending_count; i++)
		add_item(out, &report->pending[i]);
	if (report_unseen(report))
		text_print(out, "\n%zu of them %s code; what it asks for is shown with `--sql`.\n",
			   report_unseen(report), report_unseen(report) == 1 ? "is" : "are");
}
