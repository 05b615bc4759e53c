#include "report/report.h"

#include <string.h>

size_t report_unseen(const struct report *report)
{
	size_t unseen = 0;

	for (size_t i = 0; i < report->pending_count; i++)
		unseen += report->pending[i].shown && !report->pending[i].shown->looked;
	return unseen;
}

bool report_irreversible(const struct report_pending *pending)
{
	const struct plugin_facts *facts = &pending->entry->facts;

	return facts->known && (!facts->has_rollback || facts->irreversible);
}

static void add_element(struct text *out, const char *open, const char *foreign, const char *close)
{
	if (!foreign || !*foreign)
		return;
	text_add(out, open);
	report_add_lines(out, foreign);
	text_add(out, close);
}

static void add_findings(struct text *out, const struct preview_item *item)
{
	for (size_t s = 0; item && s < item->count; s++) {
		const struct preview_statement *statement = &item->statements[s];

		for (size_t f = 0; f < statement->findings.count; f++) {
			const struct finding *finding = &statement->findings.list[f];

			add_element(out, "<p><b class=\"drifted\">", finding->rule, "</b> ");
			add_element(out, "", finding->sentence, "");
			add_element(out, " <code class=\"dim\">", statement->site, "</code>");
			text_add(out, "</p>\n");
		}
	}
}

static void add_statement(struct text *out, const struct preview_statement *statement)
{
	text_add(out, "<div class=\"step\">");
	add_element(out, "<code class=\"dim small\">", statement->site, "</code>");
	add_element(out, "<pre>", statement->sql, "</pre>");
	add_element(out, "<p class=\"small\">values: <code>", statement->values, "</code></p>");
	add_element(out, "<p class=\"small drifted\">uncertain: ", statement->uncertain, "</p>");
	text_add(out, "</div>\n");
}

static void add_statements(struct text *out, const struct preview_item *item)
{
	if (!item || !item->looked)
		return;
	text_print(out, "<details><summary class=\"small\">%zu statement%s</summary>\n",
		   item->count, item->count == 1 ? "" : "s");
	for (size_t i = 0; i < item->count; i++)
		add_statement(out, &item->statements[i]);
	text_add(out, "</details>\n");
}

static void add_stop(struct text *out, const struct error *error)
{
	text_add(out, "<div class=\"box failed\"><b>A run would stop here</b>\n");
	add_element(out, "<p>", error->message, "</p>\n");
	add_element(out, "<pre>", error->says, "</pre>\n");
	add_element(out, "<p>at <code>", error->at, "</code></p>\n");
	for (size_t i = 0; i < ERROR_NEXT_LINES; i++)
		add_element(out, "<p>Next: <code>", error->next[i], "</code></p>\n");
	text_add(out, "</div>\n");
}

static void add_item(struct text *out, const struct report_pending *pending)
{
	text_add(out, "<li><code>");
	report_add(out, pending->entry->name);
	text_add(out, "</code>");
	add_element(out, " <span class=\"dim\">", pending->entry->facts.description, "</span>");
	if (report_irreversible(pending))
		text_add(out, " <b class=\"drifted\">cannot be rolled back</b>");
	add_element(out, " <span class=\"drifted\">", pending->note, "</span>");
	text_add_char(out, '\n');
	add_findings(out, pending->shown);
	add_statements(out, pending->shown);
	if (pending->shown && pending->shown->failed)
		add_stop(out, &pending->shown->error);
	text_add(out, "</li>\n");
}

static void add_unseen(struct text *out, size_t unseen)
{
	if (unseen)
		text_print(
			out,
			"<p class=\"dim small\">%zu of them %s code; what it asks for is shown by "
			"<code>glim migration:report --sql</code></p>\n",
			unseen, unseen == 1 ? "is" : "are");
}

void report_write_pending(struct text *out, const struct report *report)
{
	if (!report->pending_count && !report->stopped)
		return;
	text_add(out, "<section>\n<h2>Pending, in the order in which they will run</h2>\n");
	if (report->stopped)
		add_stop(out, report->stopped);
	for (size_t i = 0; report->plan && i < report->plan->note_count; i++)
		add_element(out, "<p class=\"dim\">", report->plan->notes[i], "</p>\n");
	text_add(out, "<ol class=\"steps\">\n");
	for (size_t i = 0; i < report->pending_count; i++)
		add_item(out, &report->pending[i]);
	text_add(out, "</ol>\n");
	add_unseen(out, report_unseen(report));
	text_add(out, "</section>\n");
}
