#include "command/command.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/memory.h"
#include "command/status_document.h"
#include "command/who.h"
#include "database/database.h"
#include "history/log.h"
#include "plan/repair.h"

static enum output_shade shade_of(const char *event)
{
	static const struct {
		const char *event;
		enum output_shade shade;
	} shades[] = {
		{ "run", SHADE_GOOD },
		{ "failed", SHADE_BAD },
		{ "repair", SHADE_WARN },
		{ "baseline", SHADE_WARN },
	};

	for (size_t i = 0; i < sizeof shades / sizeof *shades; i++)
		if (event && strcmp(event, shades[i].event) == 0)
			return shades[i].shade;
	return SHADE_PLAIN;
}

/* The reason first: it is a person's. All that a repair replaced is for --json. */
static char *note_of(const struct log_row *row)
{
	const char *reason = row->reason ? row->reason : "";
	const char *detail = row->detail ? row->detail : "";
	const char *before = strstr(detail, REPAIR_BEFORE);
	const int length = (int)(before ? before - detail : (ptrdiff_t)strlen(detail));

	return memory_format("%s%s%.*s", reason, *reason && length ? "; " : "", length, detail);
}

static void add_line(struct table *table, const struct log_row *row)
{
	char time[CLOCK_TEXT] = "", duration[CLOCK_TEXT] = "";
	char *who = who_short(row->by), *note = note_of(row);

	if (row->created_at)
		clock_format_local(row->created_at, time);
	if (row->duration_us >= 0)
		clock_format_duration(row->duration_us, duration);
	{
		const char *const cells[] = { row->event, row->name, time, duration, who, note };

		table_add(table, cells, shade_of(row->event));
	}
	free(who);
	free(note);
}

static void print(const struct log *log, bool whole, struct output *output)
{
	const time_t now = time(NULL);
	struct tm local;
	char when[64];
	const char *headers[] = { "EVENT", "MIGRATION", when, "TIME", "BY", "WHY" };
	struct table *table;

	if (!log->count) {
		output_note(output, "%s",
			    !log->exists ? "there is no log yet: glim migration:init"
			    : whole      ? "the log is empty"
					 : "the log has nothing of that");
		return;
	}
	localtime_r(&now, &local);
	snprintf(when, sizeof when, "WHEN (%s)", local.tm_zone ? local.tm_zone : "UTC");
	table = table_create(headers, sizeof headers / sizeof *headers);
	for (size_t i = 0; i < log->count; i++)
		add_line(table, &log->rows[i]);
	table_print(table, output);
	table_destroy(table);
}

static json_t *number(int64_t value)
{
	return value < 0 ? json_null() : json_integer(value);
}

static json_t *row_document(const struct log_row *row)
{
	char time[CLOCK_TEXT];

	clock_format_json(row->created_at, time);
	return json_pack("{s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "created_at",
			 row->created_at ? json_string(time) : json_null(), "event",
			 output_text_json(row->event), "name", output_text_json(row->name),
			 "direction", direction_name(row->direction), "checksum",
			 status_checksum(row->checksum), "statements", number(row->statements),
			 "duration_us", number(row->duration_us), "by", output_text_json(row->by),
			 "runner", output_text_json(row->runner), "reason",
			 output_text_json(row->reason), "detail", output_text_json(row->detail));
}

static void print_json(const struct view *view, const struct log *log, struct output *output)
{
	json_t *events = json_array();

	for (size_t i = 0; i < log->count; i++)
		json_array_append_new(events, row_document(&log->rows[i]));
	output_json(output,
		    json_pack("{s:s, s:o, s:b, s:o}", "schema", "glim.log/1", "target",
			      status_target_document(view), "log", log->exists, "events", events));
}

/* A name of which the whole log knows nothing was misspelt, or never ran. */
static bool check_name(const struct log *log, const char *name, struct error *error)
{
	const char **known;
	const char *nearest;
	size_t count = 0;

	if (!name || !log->count || log_has(log, name))
		return true;
	known = memory_alloc(log->count * sizeof *known);
	for (size_t i = 0; i < log->count; i++)
		if (log->rows[i].name)
			known[count++] = log->rows[i].name;
	nearest = config_nearest(name, known, count);
	error_set(error, ERROR_UNKNOWN_NAME, "the log knows nothing of %s%s%s%s", name,
		  nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
	error_next(error, "glim migration:status shows all names");
	free(known);
	return false;
}

static bool show(const struct view *view, struct options *options, struct error *error)
{
	struct log *log = view->db ? log_read(view->db, error) : memory_alloc(sizeof(struct log));
	const bool sound = log && check_name(log, options->name, error);

	if (sound) {
		log_keep(log, options->name, options->since);
		if (options->output.json)
			print_json(view, log, &options->output);
		else
			print(log, !options->name && !options->since, &options->output);
	}
	log_destroy(log);
	return sound;
}

static int show_log(struct options *options, struct error *error)
{
	struct view view;
	const bool done = view_open_database(&view, options, error) && show(&view, options, error);

	view_close(&view);
	return done ? 0 : error_exit_code(error);
}

const struct command command_log = {
	.verb = "log",
	.argument = "[NAME]",
	.summary = "show who did what, when, for how long and why",
	.details =
		"Reads glim_log, to which every run, rollback, failure, repair and baseline adds "
		"a row;\n"
		"the newest comes last. Needs the right to SELECT from glim_log, and no "
		"plugins.\n",
	.options = OPTION_NAME | OPTION_SINCE,
	.words = WORDS_MIGRATIONS,
	.run = show_log,
};
