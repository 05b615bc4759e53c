#include "command/planning.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "command/plugins.h"
#include "command/settings.h"
#include "command/sources.h"
#include "interrupt/interrupt.h"
#include "lock/lock.h"
#include "overview/drift.h"

enum { CHECK_FAILED = 10 };

static const int64_t guest_time = 60 * INT64_C(1000000);

static bool executes(const struct options *options)
{
	return options->try || options->shadow;
}

static bool check_mode(const struct planning *planning, struct error *error)
{
	const struct options *options = planning->options;
	const struct database *db = planning->view.db;

	if (options->try && options->shadow)
		return error_set(error, ERROR_USAGE, "--try and --shadow are two ways; choose one");
	if (options->try && !db->dialect->transactional_ddl) {
		error_set(
			error, ERROR_USAGE,
			"--try undoes what it executes, which %s cannot do with changes of tables",
			db->server.product);
		error_next(error, "glim migration:plan --shadow");
		return false;
	}
	if (!options->shadow || db->dialect->shadow)
		return true;
	error_set(error, ERROR_USAGE, "%s can undo changes of tables, and needs no copy",
		  db->server.product);
	error_next(error, "glim migration:plan --try");
	return false;
}

/* What is executed is executed under the lock, in a session that may write. */
static bool open_to_execute(struct planning *planning, struct error *error)
{
	struct view *view = &planning->view;
	struct options *options = planning->options;

	view->config = settings_load(options, false, error);
	view->catalog = view->config ? plugins_read(options, view->config, error) : NULL;
	if (view->catalog)
		view->db = database_open(view->config, DATABASE_WRITES,
					 options->wait > 0 ? options->wait : 0, error);
	if (!view->db)
		return false;
	if (!check_mode(planning, error))
		return false;
	/* A copy is in nobody's way. */
	if (options->try &&
	    !lock_take(view->db, view->config->lock_timeout, &options->output, error))
		return false;
	view->history = history_read(view->db, error);
	return view->history != NULL;
}

static bool open_view(struct planning *planning, struct error *error)
{
	return executes(planning->options)
		       ? open_to_execute(planning, error)
		       : view_open(&planning->view, planning->options, false, error);
}

static bool make_plan(struct planning *planning, struct error *error)
{
	const struct options *options = planning->options;
	const struct view *view = &planning->view;

	planning->request = (struct plan_request){
		.direction = planning->direction,
		.name = options->name,
		.to = options->to,
		.count = options->count,
		.out_of_order_stops = view->config->out_of_order_stops,
		.look = drift_look,
		.look_data = view->catalog,
	};
	for (size_t i = 0; i < view->catalog->count; i++)
		if (plan_wants(view->history, &planning->request, &view->catalog->entries[i]))
			catalog_inspect(view->catalog, &view->catalog->entries[i]);
	planning->plan = plan_make(view->catalog, view->history, &planning->request, error);
	if (error->code == ERROR_INTERRUPTED && view->holder.who) {
		error_finish(error);
		lock_refuse(&view->holder, error);
	}
	return planning->plan != NULL;
}

/* Code runs only where its statements are asked for. */
static bool wants_code(const struct options *options)
{
	return options->sql || options->check || options->format || executes(options);
}

static bool preview(struct planning *planning, struct error *error)
{
	const struct options *options = planning->options;
	struct execution *execution = &planning->execution;
	const struct preview_request request = {
		.mode = options->try      ? PREVIEW_TRY
			: options->shadow ? PREVIEW_SHADOW
					  : PREVIEW_NOTE,
		.direction = planning->direction,
		.plan = planning->plan,
		.execution = execution,
		.without_code = !planning->with_code,
	};

	*execution = (struct execution){
		.db = planning->view.db,
		.catalog = planning->view.catalog,
		.history = planning->view.history,
		.output = &planning->options->output,
		.timeout = planning->view.config->timeout ? planning->view.config->timeout
							  : guest_time,
		.memory_limit = planning->view.config->memory_limit,
	};
	/* An embedded database that is not there yet has nothing to be asked. */
	if (!execution->db)
		return true;
	if (preview_needs_guest(&request))
		execution->host = host_create(error);
	return error->code == ERROR_NONE && preview_make(&request, &planning->preview, error);
}

const char *planning_name(const struct plan_item *item)
{
	return item->entry ? item->entry->name : item->record->name;
}

const char *planning_way_back(const struct plan_item *item)
{
	if (!item->entry)
		return "";
	if (item->entry->facts.irreversible || !item->entry->facts.has_rollback)
		return "irreversible";
	return "reversible";
}

static void add_part(struct text *note, const char *part, const char *detail)
{
	text_print(note, "%s%s%s", note->length ? "; " : "", part, detail);
}

char *planning_note(const struct planning *planning, const struct plan_item *item)
{
	const struct view *view = &planning->view;
	const struct entry *last = plan_last_applied(view->catalog, view->history);
	struct text note = { 0 };

	if (item->half_done && view->holder.who)
		add_part(&note, "is under way just now, by ", view->holder.who);
	else if (item->half_done)
		add_part(&note, "was left in the middle, and goes on there", "");
	if (item->out_of_order)
		add_part(&note, "out of order: older than ", last ? last->name : "the last one");
	if (!item->entry)
		add_part(&note, "only its row goes", "");
	else if (item->entry->archived)
		add_part(&note, "with the archived plugin", "");
	return text_take(&note);
}

static void say_notes(const struct planning *planning)
{
	struct output *output = &planning->options->output;

	for (size_t i = 0; i < planning->plan->note_count; i++)
		output_note(output, "%s", planning->plan->notes[i]);
	for (size_t i = 0; i < planning->plan->count; i++) {
		const struct entry *entry = planning->plan->items[i].entry;

		if (entry && entry->warning)
			output_warning(output, "%s: %s", entry->file, entry->warning);
	}
}

static int exit_code_of(const struct planning *planning)
{
	const struct options *options = planning->options;
	const struct preview *preview = &planning->preview;

	if (interrupt_signal())
		return 128 + interrupt_signal();
	if (preview->failed && executes(options))
		return CHECK_FAILED;
	return options->check && (preview->findings || preview->failed) ? CHECK_FAILED : 0;
}

static int show(struct planning *planning, const struct error *error)
{
	const int exit_code = exit_code_of(planning);

	if (planning->options->output.json)
		planning_print_json(planning, error, exit_code);
	else if (planning->options->format && strcmp(planning->options->format, "github") == 0)
		planning_print_github(planning);
	else
		planning_print(planning);
	return exit_code;
}

bool planning_make(struct planning *planning, struct error *error)
{
	return make_plan(planning, error) && preview(planning, error);
}

void planning_finish(struct planning *planning)
{
	preview_finish(&planning->preview);
	execution_finish(&planning->execution);
	host_destroy(planning->execution.host);
	plan_destroy(planning->plan);
}

int planning_run(struct options *options, enum direction direction, struct error *error)
{
	struct planning planning = {
		.options = options,
		.direction = direction,
		.with_code = wants_code(options),
	};
	int exit_code;

	interrupt_start();
	if (open_view(&planning, error) && planning_make(&planning, error)) {
		say_notes(&planning);
		if (direction == DIRECTION_RUN)
			sources_note(planning.view.config, planning.view.catalog,
				     planning.view.history, &options->output);
		exit_code = show(&planning, error);
	} else {
		exit_code = error_exit_code(error);
		if (options->output.json)
			planning_print_json(&planning, error, exit_code);
	}
	planning_finish(&planning);
	view_close(&planning.view);
	return exit_code;
}
