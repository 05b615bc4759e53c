#include "command/command.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/status_document.h"
#include "command/view.h"
#include "database/database.h"
#include "plan/plan.h"

/* A finding without a migration is about the plan as a whole. */
static void find(json_t *findings, const char *name, const char *state, const char *problem)
{
	json_array_append_new(findings,
			      json_pack("{s:o, s:s, s:o}", "name", output_text_json(name), "state",
					state, "problem", output_text_json(problem)));
}

static void check_rows(struct view *view, json_t *findings)
{
	struct overview *overview = view->overview;

	for (size_t i = 0; i < overview->count; i++) {
		struct overview_row *row = &overview->rows[i];

		overview_look(overview, view->catalog, row);
		for (size_t p = 0; p < row->problem_count; p++)
			find(findings, row->name, overview_state_name(row->state),
			     row->problems[p]);
	}
}

/* The order as `run` would take it: dependencies, and what is older than the last applied. */
static void check_plan(struct view *view, json_t *findings)
{
	const struct plan_request request = {
		.count = -1,
		.out_of_order_stops = view->config->out_of_order_stops,
	};
	struct error error = { 0 };
	struct plan *plan = plan_make(view->catalog, view->history, &request, &error);

	if (!plan && error.code != ERROR_FAILED && error.code != ERROR_INTERRUPTED &&
	    json_array_size(findings) == 0)
		find(findings, NULL, "pending", error.message);
	for (size_t i = 0; plan && i < plan->count; i++)
		if (plan->items[i].out_of_order)
			find(findings, plan->items[i].entry->name, "pending",
			     "older than what is applied already: it would run out of order");
	plan_destroy(plan);
	error_finish(&error);
}

/* What is no finding and yet worth knowing. */
__attribute__((format(printf, 3, 4))) static void warn(json_t *warnings, struct output *output,
						       const char *format, ...)
{
	char *line;
	va_list args;

	va_start(args, format);
	line = memory_format_list(format, args);
	va_end(args);
	output_warning(output, "%s", line);
	json_array_append_new(warnings, output_text_json(line));
	free(line);
}

static void check_files(const struct view *view, json_t *warnings, struct output *output)
{
	for (size_t i = 0; i < view->overview->count; i++) {
		const struct overview_row *row = &view->overview->rows[i];

		if (!row->entry || row->entry->problem || !row->entry->facts.known)
			continue;
		if (row->entry->warning)
			warn(warnings, output, "%s: %s", row->entry->file, row->entry->warning);
		if (!row->entry->facts.has_rollback || row->entry->facts.irreversible)
			warn(warnings, output, "%s cannot be rolled back", row->name);
	}
}

struct conditions {
	json_t *warnings;
	struct output *output;
};

static bool take_condition(void *data, size_t count, const glim_value *values)
{
	struct conditions *conditions = data;
	char *line;

	if (!count || values[0].type != GLIM_TYPE_TEXT)
		return true;
	line = memory_copy_bytes(values[0].as.data, values[0].length);
	warn(conditions->warnings, conditions->output, "%s", line);
	free(line);
	return true;
}

/* The promises of the README hold under conditions; does the connected server meet them? */
static void check_server(const struct view *view, json_t *warnings, struct output *output)
{
	struct conditions conditions = { warnings, output };
	const struct row_sink sink = { .row = take_condition, .data = &conditions };
	struct failure failure = { 0 };

	if (view->db && view->db->dialect->conditions &&
	    !database_execute(view->db, view->db->dialect->conditions, NULL, 0, &sink, NULL,
			      &failure))
		warn(warnings, output, "the server's settings could not be read: %s",
		     failure.message);
	failure_finish(&failure);
}

static void print(const json_t *findings, size_t looked_at, struct output *output)
{
	static const char *const headers[] = { "STATE", "MIGRATION", "PROBLEM" };
	struct table *table = table_create(headers, 3);
	const json_t *finding;
	size_t i;

	json_array_foreach(findings, i, finding)
	{
		const char *const cells[] = {
			json_string_value(json_object_get(finding, "state")),
			json_string_value(json_object_get(finding, "name")),
			json_string_value(json_object_get(finding, "problem")),
		};

		table_add(table, cells, SHADE_BAD);
	}
	if (json_array_size(findings))
		table_print(table, output);
	else
		output_answer(output, "%zu migration%s, no findings", looked_at,
			      looked_at == 1 ? "" : "s");
	table_destroy(table);
}

static int report(struct view *view, struct options *options)
{
	struct output *output = &options->output;
	json_t *findings = json_array(), *warnings = json_array();
	int exit_code;

	check_rows(view, findings);
	check_plan(view, findings);
	check_files(view, warnings, output);
	check_server(view, warnings, output);
	exit_code = json_array_size(findings) ? 10 : 0;
	if (output->json)
		output_json(output, json_pack("{s:s, s:b, s:i, s:o, s:O, s:O}", "schema",
					      "glim.validate/1", "ok", exit_code == 0, "exit_code",
					      exit_code, "target", status_target_document(view),
					      "findings", findings, "warnings", warnings));
	else
		print(findings, view->overview->count, output);
	json_decref(findings);
	json_decref(warnings);
	return exit_code;
}

static int validate(struct options *options, struct error *error)
{
	struct view view;
	int exit_code = view_open(&view, options, options->no_db, error) ? report(&view, options)
									 : error_exit_code(error);

	view_close(&view);
	return exit_code;
}

const struct command command_validate = {
	.verb = "validate",
	.summary = "check the plugins against the history",
	.details = "Opens and hashes every plugin: can it be loaded, is it the file that ran, can "
		   "it be\n"
		   "rolled back, does the order hold. Never writes and runs no plugin code. Exits "
		   "with\n"
		   "10 if something needs attention. --no-db looks at the files only.\n",
	.options = OPTION_NO_DB,
	.run = validate,
};
