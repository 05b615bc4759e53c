#include "command/command.h"

#include <jansson.h>
#include <stdlib.h>

#include "command/status_document.h"
#include "command/view.h"
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

static void say_warnings(const struct view *view, struct output *output)
{
	for (size_t i = 0; i < view->overview->count; i++) {
		const struct overview_row *row = &view->overview->rows[i];

		if (!row->entry || row->entry->problem || !row->entry->facts.known)
			continue;
		if (row->entry->warning)
			output_warning(output, "%s: %s", row->entry->file, row->entry->warning);
		if (!row->entry->facts.has_rollback || row->entry->facts.irreversible)
			output_note(output, "%s cannot be rolled back", row->name);
	}
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
		output_answer(output, "%zu migrations, no findings", looked_at);
	table_destroy(table);
}

static int validate(struct options *options, struct error *error)
{
	struct view view;
	json_t *findings = json_array();
	int exit_code;

	if (view_open(&view, options, options->no_db, error)) {
		check_rows(&view, findings);
		check_plan(&view, findings);
		say_warnings(&view, &options->output);
		exit_code = json_array_size(findings) ? 10 : 0;
		if (options->output.json)
			output_json(&options->output,
				    json_pack("{s:s, s:b, s:i, s:o, s:O}", "schema",
					      "glim.validate/1", "ok", exit_code == 0, "exit_code",
					      exit_code, "target", status_target_document(&view),
					      "findings", findings));
		else
			print(findings, view.overview->count, &options->output);
	} else {
		exit_code = error_exit_code(error);
	}
	view_close(&view);
	json_decref(findings);
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
