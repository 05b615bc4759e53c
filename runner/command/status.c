#include "command/command.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "command/sources.h"
#include "command/status_document.h"
#include "command/view.h"
#include "command/who.h"
#include "database/database.h"

enum { MANY = 30, LAST = 10, LOOK = 500 * 1000 };

static const enum output_shade shades[OVERVIEW_STATES] = {
	[OVERVIEW_APPLIED] = SHADE_GOOD, [OVERVIEW_PENDING] = SHADE_PLAIN,
	[OVERVIEW_RUNNING] = SHADE_WARN, [OVERVIEW_INTERRUPTED] = SHADE_BAD,
	[OVERVIEW_FAILED] = SHADE_BAD,   [OVERVIEW_DRIFTED] = SHADE_WARN,
	[OVERVIEW_MISSING] = SHADE_WARN,
};

/* With many applied: what is not plainly applied, and the last few that are. */
static bool is_shown(const struct options *options, const struct overview *overview,
		     const struct overview_row *row, size_t plain_before)
{
	const size_t plain = overview->states[OVERVIEW_APPLIED];

	if (options->pending)
		return row->state == OVERVIEW_PENDING;
	return options->all || row->state != OVERVIEW_APPLIED || plain <= MANY ||
	       plain_before >= plain - LAST;
}

/* The rows to show; `rest` counts those left out. Their plugins are looked at first. */
static const struct overview_row **choose(const struct options *options, struct view *view,
					  size_t *count, size_t *rest)
{
	struct overview *overview = view->overview;
	const struct overview_row **rows = memory_alloc((overview->count + 1) * sizeof *rows);
	bool *shown = memory_alloc(overview->count + 1);
	size_t plain = 0;

	*count = *rest = 0;
	for (size_t i = 0; i < overview->count; i++) {
		shown[i] = is_shown(options, overview, &overview->rows[i], plain);
		plain += overview->rows[i].state == OVERVIEW_APPLIED;
	}
	for (size_t i = 0; i < overview->count; i++) {
		if (!shown[i]) {
			(*rest)++;
			continue;
		}
		overview_look(overview, view->catalog, &overview->rows[i]);
		rows[(*count)++] = &overview->rows[i];
	}
	free(shown);
	return rows;
}

static void add_line(struct table *table, const struct overview_row *row)
{
	const struct record *record = row->record;
	const char *description = record ? record->description : row->entry->facts.description;
	char time[CLOCK_TEXT] = "", duration[CLOCK_TEXT] = "";
	char *who = who_short(record ? record->applied_by : NULL);

	if (record && record->created_at)
		clock_format_local(record->created_at, time);
	if (record && record->duration_us >= 0 && row->state != OVERVIEW_INTERRUPTED)
		clock_format_duration(record->duration_us, duration);
	{
		const char *const cells[] = {
			overview_state_name(row->state), row->name, time, duration, who, description
		};

		table_add(table, cells, shades[row->state]);
	}
	free(who);
}

static void print_table(const struct overview_row **rows, size_t count, struct output *output)
{
	const time_t now = time(NULL);
	struct tm local;
	char applied[64];
	const char *headers[] = { "STATE", "MIGRATION", applied, "TIME", "BY", "DESCRIPTION" };
	struct table *table;

	if (!count)
		return;
	localtime_r(&now, &local);
	snprintf(applied, sizeof applied, "APPLIED (%s)", local.tm_zone ? local.tm_zone : "UTC");
	table = table_create(headers, sizeof headers / sizeof *headers);
	for (size_t i = 0; i < count; i++)
		add_line(table, rows[i]);
	table_print(table, output);
	table_destroy(table);
	output_answer(output, "%s", "");
}

static char *summary(const struct overview *overview)
{
	const size_t attention = overview_attention(overview);
	struct text line = { 0 };

	text_print(&line, "%zu applied, %zu pending", overview->states[OVERVIEW_APPLIED],
		   overview->states[OVERVIEW_PENDING]);
	if (overview->states[OVERVIEW_RUNNING])
		text_print(&line, ", %zu running", overview->states[OVERVIEW_RUNNING]);
	if (attention)
		text_print(&line, ", %zu need%s attention: glim migration:validate says what to do",
			   attention, attention == 1 ? "s" : "");
	text_add(&line, ".");
	return text_take(&line);
}

static void print_holder(const struct lock_holder *holder, struct output *output)
{
	if (holder->who)
		output_answer(output, "a run is under way: %s%s%s%s%s\n", holder->who,
			      holder->since ? ", since " : "", holder->since ? holder->since : "",
			      holder->migration ? ", at " : "",
			      holder->migration ? holder->migration : "");
}

static void print_head(const struct view *view, struct output *output)
{
	struct text plugins = { 0 };
	char *title = view_title(view);

	for (size_t i = 0; i < view->catalog->directory_count; i++)
		text_print(&plugins, "%s%s", i ? ", " : "", view->catalog->directories[i]);
	output_answer(output, "%s        plugins: %s\n", title, text_get(&plugins));
	text_finish(&plugins);
	free(title);
}

static void print(struct view *view, struct options *options)
{
	struct output *output = &options->output;
	size_t count, rest;
	const struct overview_row **rows = choose(options, view, &count, &rest);
	char *line = summary(view->overview);

	print_head(view, output);
	print_holder(&view->holder, output);
	print_table(rows, count, output);
	if (rest && !options->pending)
		output_answer(output, "%zu older: --all", rest);
	output_answer(output, "%s", line);
	sources_note(view->config, view->catalog, view->history, output);
	free(line);
	free(rows);
}

static void print_json(struct view *view, struct options *options)
{
	size_t count, rest;
	const bool all = options->all;
	const struct overview_row **rows;

	options->all = true;
	rows = choose(options, view, &count, &rest);
	options->all = all;
	output_json(&options->output, status_document(view, rows, count));
	free(rows);
}

static bool is_settled(const struct overview *overview)
{
	return !overview->states[OVERVIEW_PENDING] && !overview->states[OVERVIEW_RUNNING] &&
	       !overview->states[OVERVIEW_INTERRUPTED];
}

/* One who waits for another's run may be there before the database is. */
static bool may_come(const struct error *error)
{
	return error->code == ERROR_CONNECT || error->code == ERROR_HISTORY;
}

/* What each look says is the same; only the last one is to say it. */
static bool look(struct view *view, struct options *options, bool last, struct error *error)
{
	bool good;

	options->output.silent = !last;
	good = view_open(view, options, false, error);
	options->output.silent = false;
	return good;
}

static void pause_until(int64_t end)
{
	const int64_t left = end - clock_elapsed();

	if (left > 0)
		usleep(left < LOOK ? (useconds_t)left : LOOK);
}

static bool open_view(struct view *view, struct options *options, struct error *error)
{
	const int64_t end = clock_elapsed() + options->wait_for;

	while (clock_elapsed() < end) {
		const bool good = look(view, options, false, error);
		const bool enough = good ? is_settled(view->overview) : !may_come(error);

		view_close(view);
		error_finish(error);
		if (enough)
			break;
		pause_until(end);
	}
	return look(view, options, true, error);
}

static int status(struct options *options, struct error *error)
{
	struct view view;
	int exit_code = 0;

	if (!open_view(&view, options, error)) {
		view_close(&view);
		return error_exit_code(error);
	}
	if (options->output.json)
		print_json(&view, options);
	else
		print(&view, options);
	if (options->check && view.overview->states[OVERVIEW_APPLIED] != view.overview->count)
		exit_code = 10;
	view_close(&view);
	return exit_code;
}

const struct command command_status = {
	.verb = "status",
	.summary = "show what is applied, pending, or needs attention",
	.details = "Never writes anything; needs SELECT on glim_migrations and glim_steps only. "
		   "With more\n"
		   "than 30 applied it shows the last 10 and all that are not plainly applied.\n"
		   "--check exits with 10 if anything is not applied. --for waits until nothing is "
		   "pending or under way any more, or the time is over, and for a database that "
		   "does not answer yet. "
		   "Tells of sources that are not built, too; --json has their names in "
		   "\"sources\".\n",
	.options = OPTION_CHECK | OPTION_PENDING | OPTION_ALL | OPTION_FOR,
	.run = status,
};
