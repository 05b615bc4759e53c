#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "command/planning.h"
#include "statement/scanner.h"

/* Would the command-line client take it for two statements? */
static bool needs_delimiter(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	if (!lexis->delimiter_lines)
		return false;
	while ((token = scanner_next(&scanner)).kind != TOKEN_END && token.kind != TOKEN_BROKEN)
		if (token_is_symbol(token, ';'))
			return true;
	return false;
}

static void print_remark(struct output *output, const char *what, const char *text)
{
	struct text line = { 0 };

	if (!text)
		return;
	text_add_safe(&line, text, strlen(text));
	output_answer(output, "-- %s: %s", what, text_get(&line));
	text_finish(&line);
}

static void print_statement(const struct planning *planning,
			    const struct preview_statement *statement)
{
	struct output *output = &planning->options->output;
	const bool delimited = needs_delimiter(&planning->view.db->dialect->lexis, statement->sql);

	output_answer(output, "%s", "");
	print_remark(output, "at", statement->site);
	print_remark(output, "uncertain", statement->uncertain);
	print_remark(output, "values", statement->values);
	print_remark(output, "how", statement->cost);
	print_remark(output, "not tried", statement->not_done);
	for (size_t i = 0; i < statement->findings.count; i++)
		print_remark(output, statement->findings.list[i].rule,
			     statement->findings.list[i].sentence);
	if (delimited)
		output_answer(output, "DELIMITER //\n%s//\nDELIMITER ;", statement->sql);
	else
		output_answer(output, "%s;", statement->sql);
	print_remark(output, "it says", statement->says);
}

static void print_failure(struct output *output, const struct preview_item *item)
{
	if (!item->failed)
		return;
	print_remark(output, "stopped", item->error.message);
	print_remark(output, "says", item->error.says);
	print_remark(output, "at", item->error.at);
}

static void print_item(const struct planning *planning, const struct preview_item *item)
{
	struct output *output = &planning->options->output;
	const struct entry *entry = item->item->entry;
	char *note = planning_note(planning, item->item);

	output_answer(output, "-- %s (%s%s%s)", planning_name(item->item),
		      planning_way_back(item->item), *note ? "; " : "", note);
	if (entry)
		print_remark(output, "description", entry->facts.description);
	for (size_t i = 0; i < item->count; i++)
		print_statement(planning, &item->statements[i]);
	print_failure(output, item);
	output_answer(output, "%s", "");
	free(note);
}

static void print_table(const struct planning *planning)
{
	static const char *const headers[] = { "MIGRATION", "BACK", "NOTE", "DESCRIPTION" };
	struct table *table = table_create(headers, sizeof headers / sizeof *headers);

	for (size_t i = 0; i < planning->plan->count; i++) {
		const struct plan_item *item = &planning->plan->items[i];
		char *note = planning_note(planning, item);
		const char *const cells[] = { planning_name(item), planning_way_back(item), note,
					      item->entry ? item->entry->facts.description : NULL };

		table_add(table, cells, *note ? SHADE_WARN : SHADE_PLAIN);
		free(note);
	}
	table_print(table, &planning->options->output);
	table_destroy(table);
	output_answer(&planning->options->output, "%s", "");
}

static void print_findings(const struct planning *planning)
{
	static const char *const headers[] = { "FINDING", "AT", "WHAT" };
	const struct preview *preview = &planning->preview;
	struct table *table = table_create(headers, sizeof headers / sizeof *headers);

	for (size_t i = 0; i < preview->count; i++)
		for (size_t s = 0; s < preview->items[i].count; s++) {
			const struct preview_statement *statement =
				&preview->items[i].statements[s];

			for (size_t f = 0; f < statement->findings.count; f++) {
				const char *const cells[] = {
					statement->findings.list[f].rule, statement->site,
					statement->findings.list[f].sentence
				};

				table_add(table, cells, SHADE_WARN);
			}
		}
	if (preview->findings) {
		table_print(table, &planning->options->output);
		output_answer(&planning->options->output, "%s", "");
	}
	table_destroy(table);
}

/* How the database would do it, as far as it was asked. */
static void print_ways(const struct planning *planning)
{
	static const char *const headers[] = { "AT", "HOW" };
	const struct preview *preview = &planning->preview;
	struct table *table = table_create(headers, sizeof headers / sizeof *headers);
	size_t count = 0;

	for (size_t i = 0; i < preview->count; i++)
		for (size_t s = 0; s < preview->items[i].count; s++) {
			const struct preview_statement *statement =
				&preview->items[i].statements[s];
			const char *how = statement->cost ? statement->cost : statement->not_done;
			const char *const cells[] = { statement->site, how };

			if (how)
				table_add(table, cells, SHADE_PLAIN), count++;
		}
	if (count) {
		table_print(table, &planning->options->output);
		output_answer(&planning->options->output, "%s", "");
	}
	table_destroy(table);
}

static void print_summary(const struct planning *planning)
{
	struct output *output = &planning->options->output;
	const char *what = planning->direction == DIRECTION_RUN ? "run" : "roll back";
	const size_t findings = planning->preview.findings;

	if (!planning->plan->count) {
		output_note(output,
			    planning->direction == DIRECTION_RUN
				    ? "nothing pending, %zu applied"
				    : "nothing to roll back, %zu applied",
			    planning->plan->applied);
		return;
	}
	if (findings)
		output_note(output, "%zu to %s, %zu finding%s, nothing was changed",
			    planning->plan->count, what, findings, findings == 1 ? "" : "s");
	else
		output_note(output, "%zu to %s, nothing was changed", planning->plan->count, what);
}

static void print_stopped(const struct planning *planning)
{
	for (size_t i = 0; i < planning->preview.count; i++)
		if (planning->preview.items[i].failed)
			output_error(&planning->options->output, &planning->preview.items[i].error);
}

void planning_print(const struct planning *planning)
{
	struct output *output = &planning->options->output;

	if (planning->plan->count && planning->options->sql) {
		for (size_t i = 0; i < planning->preview.count; i++)
			print_item(planning, &planning->preview.items[i]);
	} else if (planning->plan->count) {
		char *title = view_title(&planning->view);

		output_answer(output, "%s\n", title);
		free(title);
		print_table(planning);
		print_ways(planning);
		print_findings(planning);
	}
	print_stopped(planning);
	print_summary(planning);
}

/* "migrations/x.sql:3:14" as the properties of an annotation. */
static void add_place(struct text *line, const char *site)
{
	size_t file = site ? strcspn(site, ":") : 0;
	const char *number = site ? site + file : "";

	if (!site)
		return;
	text_print(line, "file=%.*s", (int)file, site);
	if (*number == ':') {
		size_t digits = strspn(number + 1, "0123456789");

		text_print(line, ",line=%.*s", (int)digits, number + 1);
		number += 1 + digits;
	}
	if (*number == ':')
		text_print(line, ",col=%s", number + 1);
	text_add(line, ",");
}

/* What would end the line, or the property, is spelled as the other side wants it. */
static void add_message(struct text *line, const char *message)
{
	for (; *message; message++)
		if (strchr("%\r\n", *message))
			text_print(line, "%%%02X", (unsigned char)*message);
		else
			text_add_char(line, *message);
}

static void annotate(struct output *output, const char *level, const char *site, const char *title,
		     const char *message)
{
	struct text line = { 0 };

	text_print(&line, "::%s ", level);
	add_place(&line, site);
	text_print(&line, "title=%s::", title);
	add_message(&line, message);
	output_answer(output, "%s", text_get(&line));
	text_finish(&line);
}

void planning_print_github(const struct planning *planning)
{
	struct output *output = &planning->options->output;
	const struct preview *preview = &planning->preview;

	for (size_t i = 0; i < preview->count; i++) {
		const struct preview_item *item = &preview->items[i];

		for (size_t s = 0; s < item->count; s++)
			for (size_t f = 0; f < item->statements[s].findings.count; f++)
				annotate(output, "warning", item->statements[s].site,
					 item->statements[s].findings.list[f].rule,
					 item->statements[s].findings.list[f].sentence);
		if (item->failed)
			annotate(output, "error", item->error.at, error_slug(item->error.code),
				 item->error.says ? item->error.says : item->error.message);
	}
	print_summary(planning);
}
