#include "report/report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "command/command.h"
#include "command/forecast.h"
#include "database/database.h"
#include "interrupt/interrupt.h"

static const char *const formats[] = { "html", "markdown", NULL };

static bool is_markdown(const struct options *options)
{
	const char *dot = options->file ? strrchr(options->file, '.') : NULL;

	if (options->format)
		return strcmp(options->format, formats[1]) == 0;
	return dot && strcmp(dot, ".md") == 0;
}

static char *directories_of(const struct catalog *catalog)
{
	struct text list = { 0 };

	for (size_t i = 0; i < catalog->directory_count; i++)
		text_print(&list, "%s%s", i ? ", " : "", catalog->directories[i]);
	return text_take(&list);
}

/* Every row's plugin is opened: what has drifted is what a report is read for. */
static void look_at_all(const struct view *view)
{
	for (size_t i = 0; i < view->overview->count; i++)
		overview_look(view->overview, view->catalog, &view->overview->rows[i]);
}

static void write_report(const struct forecast *forecast, const struct log *log, bool markdown,
			 struct text *out)
{
	const struct view *view = &forecast->planning.view;
	char *title = view_title(view), *plugins = directories_of(view->catalog);
	const struct report report = {
		.title = title,
		.plugins = plugins,
		.time = clock_now(),
		.overview = view->overview,
		.log = log,
		.pending = forecast->pending,
		.pending_count = forecast->count,
		.plan = forecast->planning.plan,
		.stopped = forecast->stopped.code == ERROR_NONE ? NULL : &forecast->stopped,
	};

	if (markdown)
		report_write_markdown(out, &report);
	else
		report_write_html(out, &report);
	free(title);
	free(plugins);
}

static void answer(struct options *options, const char *format, const struct text *out)
{
	struct output *output = &options->output;

	if (!output->json && options->file)
		output_note(output, "the report is in %s", options->file);
	else if (!output->json)
		output_whole(output, out);
	else if (options->file)
		output_json(output, json_pack("{s:s, s:b, s:s, s:o}", "schema", "glim.written/1",
					      "ok", true, "format", format, "file",
					      output_text_json(options->file)));
	else
		output_json(output, json_pack("{s:s, s:s, s:o}", "schema", "glim.text/1", "format",
					      format, "text", output_text_json(text_get(out))));
}

static bool report(const struct forecast *forecast, struct error *error)
{
	const struct view *view = &forecast->planning.view;
	struct options *options = forecast->planning.options;
	struct log *log = view->db ? log_read(view->db, error) : memory_alloc(sizeof *log);
	const bool markdown = is_markdown(options);
	struct text out = { 0 };

	if (log) {
		write_report(forecast, log, markdown, &out);
		if (!options->file || output_replace(options->file, &out, error))
			answer(options, formats[markdown], &out);
	}
	text_finish(&out);
	log_destroy(log);
	return error->code == ERROR_NONE;
}

/* Half a forecast would be read as a whole one. */
static bool forecast_and_report(struct forecast *forecast, struct error *error)
{
	bool done;

	look_at_all(&forecast->planning.view);
	forecast_make(forecast);
	done = interrupt_signal()
		       ? error_set(error, ERROR_CANCELLED, "cancelled, nothing was written")
		       : report(forecast, error);
	forecast_finish(forecast);
	return done;
}

/* A page of HTML would only push away what the terminal shows. */
static bool has_a_place(const struct options *options, struct error *error)
{
	if (options->file || options->output.json || is_markdown(options) || !isatty(STDOUT_FILENO))
		return true;
	error_set(error, ERROR_USAGE, "the report is a page of HTML, which no terminal shows");
	error_next(error, "glim migration:report -o report.html");
	error_next(error, "or to read it here: glim migration:report --format markdown");
	return false;
}

static int write_or_fail(struct options *options, struct error *error)
{
	struct forecast forecast = {
		.planning = { .options = options,
			      .direction = DIRECTION_RUN,
			      .with_code = options->sql },
	};
	struct view *view = &forecast.planning.view;
	bool done;

	if (!has_a_place(options, error))
		return error_exit_code(error);
	interrupt_start();
	done = view_open(view, options, false, error) && forecast_and_report(&forecast, error);
	view_close(view);
	return done ? 0 : error_exit_code(error);
}

const struct command command_report = {
	.verb = "report",
	.summary = "what ran, when, by whom, what failed, what is pending: one HTML file",
	.details =
		"One file without scripts, pictures or links: counts, what needs attention and "
		"what to "
		"do about it, what is pending with its statements and what they destroy, break or "
		"block, every migration with its duration on a logarithmic scale, a timeline, and "
		"the whole log. It shows itself dark or light as its reader's system does, and "
		"holds no password of its own.\n"
		"\n"
		"The statements of SQL migrations are read. With --sql code runs for its own, as "
		"for `glim migration:plan --sql`: its writes are noted and not executed.\n"
		"\n"
		"--format markdown is short enough for a pull request. With -o the file is "
		"replaced as "
		"a whole; the ending .md chooses Markdown. Without -o it goes to standard output, "
		"HTML "
		"to no terminal. Never writes to the database; needs "
		"SELECT "
		"on the tables of the history.\n",
	.options = OPTION_FORMAT | OPTION_FILE | OPTION_SQL,
	.formats = formats,
	.run = write_or_fail,
};
