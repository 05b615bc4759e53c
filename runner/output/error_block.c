#include "output/output.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/stream.h"
#include "output/width.h"

static const char behind_label[] = "\n          ";

enum { SHOWN_BYTES = 2000 };

static void add_label(struct text *text, const char *label)
{
	text_print(text, "  %-7s ", label);
}

static void add_part(struct text *text, const char *label, const char *value)
{
	if (!value || !*value)
		return;
	add_label(text, label);
	stream_add_lines(text, value, behind_label);
	text_add_char(text, '\n');
}

/* A statement may be megabytes long: its beginning is enough to find it. */
static void add_sql(struct text *text, const char *sql)
{
	size_t length = sql ? strlen(sql) : 0, shown = SHOWN_BYTES;
	struct text part = { 0 };

	if (length <= SHOWN_BYTES) {
		add_part(text, "sql", sql);
		return;
	}
	while (shown > 0 && ((unsigned char)sql[shown] & 0xc0) == 0x80)
		shown--;
	text_add_bytes(&part, sql, shown);
	text_print(&part, "\n.. %zu bytes in all", length);
	add_part(text, "sql", text_get(&part));
	text_finish(&part);
}

/* "fix the plugin, then: glim migration:run" is a label and, behind blanks, a command. */
static size_t label_length(const char *line)
{
	for (const char *at = strchr(line, ':'); at; at = strchr(at + 1, ':'))
		if (at[1] == ' ' && strncmp(at + 1 + strspn(at + 1, " "), "glim ", 5) == 0)
			return (size_t)(at - line) + 1;
	return 0;
}

static size_t widest_label(char *const *next)
{
	size_t widest = 0;

	for (int i = 0; i < ERROR_NEXT_LINES && next[i]; i++) {
		size_t length = label_length(next[i]);

		if (length > widest)
			widest = length;
	}
	return widest;
}

static void add_next(struct text *text, char *const *next)
{
	size_t widest = widest_label(next);

	for (int i = 0; i < ERROR_NEXT_LINES && next[i]; i++) {
		size_t length = label_length(next[i]);
		const char *command = next[i] + length;

		add_label(text, i == 0 ? "next" : "");
		text_add_safe(text, next[i], length);
		if (length > 0)
			width_pad(text, widest - length + 1);
		stream_add_lines(text, command + strspn(command, " "), behind_label);
		text_add_char(text, '\n');
	}
}

static void show_block(struct output *output, const struct error *error)
{
	struct text text = { 0 };

	text_print(&text,
		   "glim: %serror[%s]%s: ", output_shade_on(output, STDERR_FILENO, SHADE_BAD),
		   error_slug(error->code), output_shade_off(output, STDERR_FILENO, SHADE_BAD));
	stream_add_lines(&text, error->message ? error->message : "no reason is known", "\n      ");
	text_add_char(&text, '\n');
	add_part(&text, "says", error->says);
	add_part(&text, "at", error->at);
	add_sql(&text, error->sql);
	add_part(&text, "state", error->state);
	add_next(&text, error->next);
	output_aside(output, &text);
	text_finish(&text);
}

void output_error(struct output *output, const struct error *error)
{
	if (!output->events) {
		show_block(output, error);
		return;
	}
	output_event(output, "error",
		     json_pack("{s:o, s:i}", "error", output_error_json(error), "exit_code",
			       error_exit_code(error)));
	output->error_told = true;
}
